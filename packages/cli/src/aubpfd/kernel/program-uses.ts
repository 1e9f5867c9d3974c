/** What keeps programs attached: links and pinned files, as the kernel describes descriptors of them in `/proc/self/fdinfo`. */
import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** What a program is attached by (bpf(2), BPF_LINK_CREATE and its kin). */
export interface KernelLink {
  readonly id: number
  /** As the kernel names it: `raw_tracepoint`, `cgroup`, `perf_event`, … */
  readonly type: string
  /** What it is attached to, as far as the kernel says: `tp_name=sched_switch`. */
  readonly at?: string
}

/** What is known of a program beside itself. */
export interface ProgramUse {
  readonly links?: readonly KernelLink[]
  readonly attachTo?: string
  readonly pinned?: readonly string[]
}

/** What a descriptor is, when it is of a link or a program. */
export interface DescriptorUse {
  readonly progId: number
  readonly link: KernelLink | undefined
}

/** Pinned files that are looked at in all. */
const MOST_FILES = 2_000
const MOST_DEPTH = 8
/** Of every descriptor, or told apart from the rest. */
const OTHER_FIELDS: ReadonlySet<string> = new Set([
  ...['pos', 'flags', 'mnt_id', 'ino', 'cookie'],
  ...['link_type', 'link_id', 'prog_id', 'prog_tag'],
])

/** Reads the text of `/proc/self/fdinfo/N`; undefined for a descriptor of anything else. */
export function readDescriptorUse(text: string): DescriptorUse | undefined {
  const fields = new Map(
    text.split('\n').flatMap((line): [string, string][] => {
      const colon = line.indexOf(':')
      return colon < 0 ? [] : [[line.slice(0, colon), line.slice(colon + 1).trim()]]
    }),
  )
  const progId = Number(fields.get('prog_id') ?? Number.NaN)
  if (!Number.isInteger(progId)) return undefined
  const type = fields.get('link_type')
  if (type === undefined) return { progId, link: undefined }
  const at = [...fields].flatMap(([name, value]) => (OTHER_FIELDS.has(name) ? [] : [`${name}=${value}`]))
  const link = { id: Number(fields.get('link_id')), type, ...(at.length > 0 && { at: at.join(' ') }) }
  return { progId, link }
}

/** The folders where BPF objects are pinned: what is mounted of type bpf. */
export function pinFolders(mountInfo: string): string[] {
  return mountInfo.split('\n').flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ')
    const [, , , , folder] = before.split(' ')
    return after.startsWith('bpf ') && folder !== undefined ? [unescaped(folder)] : []
  })
}

/** Octal escapes, as proc(5) writes blanks in paths. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)))
}

/** The files of some folders, and of those in them. */
export function pinnedFiles(folders: readonly string[]): string[] {
  const files: string[] = []
  const walk = (folder: string, depth: number): void => {
    for (const entry of entriesOf(folder)) {
      if (files.length >= MOST_FILES) return
      const name = path.join(folder, entry.name)
      if (entry.isDirectory()) {
        if (depth < MOST_DEPTH) walk(name, depth + 1)
      } else if (!entry.isSymbolicLink()) files.push(name)
    }
  }
  for (const folder of folders) walk(folder, 0)
  return files
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

/** What pinned files are; each is opened once, since every opening makes an event in the log where bpf(2) is audited. */
export class PinCache {
  readonly #open: (file: string) => DescriptorUse | undefined
  #known = new Map<string, { readonly identity: string; readonly use: DescriptorUse | undefined }>()

  /** @param open opens a file and says what it is */
  constructor(open: (file: string) => DescriptorUse | undefined) {
    this.#open = open
  }

  /** Those of the files that are programs or links. */
  read(files: readonly string[]): (readonly [file: string, use: DescriptorUse])[] {
    const before = this.#known
    this.#known = new Map()
    return files.flatMap((file) => {
      const identity = identityOf(file)
      if (identity === undefined) return []
      const known = before.get(file)
      const pin = known?.identity === identity ? known : { identity, use: this.#open(file) }
      this.#known.set(file, pin)
      return pin.use === undefined ? [] : [[file, pin.use] as const]
    })
  }
}

/** The number of the file and when it was made: a pinned object does not change. */
function identityOf(file: string): string | undefined {
  try {
    const { dev, ino, ctimeMs } = lstatSync(file)
    return `${dev} ${ino} ${ctimeMs}`
  } catch {
    return undefined
  }
}

/** All uses by the id of the program. */
export function programUses(
  links: Iterable<DescriptorUse>,
  pins: Iterable<readonly [file: string, use: DescriptorUse]>,
): ReadonlyMap<number, ProgramUse> {
  const found = new Map<number, { links: KernelLink[]; pinned: string[] }>()
  const of = (progId: number): { links: KernelLink[]; pinned: string[] } => {
    const known = found.get(progId) ?? { links: [], pinned: [] }
    found.set(progId, known)
    return known
  }
  for (const { progId, link } of links) if (link !== undefined) of(progId).links.push(link)
  for (const [file, { progId }] of pins) of(progId).pinned.push(file)
  return new Map(
    Array.from(found, ([progId, use]): [number, ProgramUse] => [
      progId,
      {
        ...(use.links.length > 0 && { links: use.links, attachTo: use.links.map(linkText).join(', ') }),
        ...(use.pinned.length > 0 && { pinned: use.pinned }),
      },
    ]),
  )
}

function linkText({ type, at }: KernelLink): string {
  return at === undefined ? type : `${type} ${at}`
}

/** The text of a descriptor of this process. */
export function fdinfoText(descriptor: number): string {
  return readFileSync(`/proc/self/fdinfo/${descriptor}`, 'latin1')
}
