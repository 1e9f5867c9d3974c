/** Programs that are known to use BPF by design: what they are known for is counted, not raised as findings. */
import { DEFAULT_KNOWN_TOOLS } from './default-list.ts'

/** What a tool can be known for. */
export const KNOWN_WORDS = [
  /** Loads many programs at once, and tries what the kernel can do with loads that fail. */
  'loads',
  /** Walks through the ids of programs, maps, BTF objects or links. */
  'walks',
  /** Pins what it loads. */
  'pins',
  /** Its programs stay when it ends. */
  'stays',
  /** Detaches programs that another process has attached. */
  'detaches',
  /** Sees packets: packet sockets, and filters of sockets. */
  'filters',
  /** Runs from a copy in memory, or on after its file was replaced by an upgrade. */
  'copies',
] as const
export type KnownWord = (typeof KNOWN_WORDS)[number]

/** Names and paths of tools, with what each is known for. */
export type KnownTools = ReadonlyMap<string, ReadonlySet<KnownWord>>

/** A version after a name: `perf_6.1`, `bpftool-6.8`, `python3.11`. */
const VERSION = /^[-_.]?\d[\w.]*$/

/**
 * Reads a file of known tools, which is added to the built-in list. `-NAME` takes a tool out, `-*` all of them; `#`
 * begins a comment.
 *
 * @throws Error that says what is wrong, and in which line
 */
export function readKnownTools(text: string, known: KnownTools = defaultKnownTools()): KnownTools {
  const tools = new Map(known)
  for (const [at, line] of text.split('\n').entries()) {
    const entry = (/^[^#]*/.exec(line)?.[0] ?? '').trim()
    if (entry === '') continue
    if (entry === '-*') tools.clear()
    else if (entry.startsWith('-')) tools.delete(entry.slice(1).trim())
    else {
      const colon = entry.lastIndexOf(':')
      const name = entry.slice(0, colon).trim()
      if (colon < 0 || name === '') throw new Error(`Line ${at + 1} of the known tools is not NAME: WORDS.`)
      tools.set(name, new Set(readWords(entry.slice(colon + 1), at + 1)))
    }
  }
  return tools
}

function readWords(text: string, line: number): readonly KnownWord[] {
  return text
    .split(/[\s,]/)
    .filter((word) => word !== '')
    .map((word) => {
      const found = KNOWN_WORDS.find((known) => known === word)
      if (found !== undefined) return found
      throw new Error(`Line ${line} of the known tools has ${word}; the words are ${KNOWN_WORDS.join(', ')}.`)
    })
}

let defaults: KnownTools | undefined

/** The built-in list. */
export function defaultKnownTools(): KnownTools {
  defaults ??= readKnownTools(DEFAULT_KNOWN_TOOLS, new Map())
  return defaults
}

/** The words of the tool that an executable is, by its path, a folder above it or its name; a version may follow. */
export function wordsOf(tools: KnownTools, exe: string): ReadonlySet<KnownWord> | undefined {
  const whole = tools.get(exe)
  if (whole !== undefined) return whole
  for (let slash = exe.indexOf('/', 1); slash > 0; slash = exe.indexOf('/', slash + 1)) {
    const folder = tools.get(exe.slice(0, slash + 1))
    if (folder !== undefined) return folder
  }
  const name = exe.slice(exe.lastIndexOf('/') + 1)
  return tools.get(name) ?? versioned(tools, name)
}

function versioned(tools: KnownTools, name: string): ReadonlySet<KnownWord> | undefined {
  for (let at = name.length - 1; at > 0; at--) {
    if (!VERSION.test(name.slice(at))) continue
    const found = tools.get(name.slice(0, at))
    if (found !== undefined) return found
  }
  return undefined
}
