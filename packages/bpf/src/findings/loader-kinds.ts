/** Tells what a loader is where its executable's path, or its pid, would mislead. */
import type { Process } from '../fields/process-objects.ts'
import { LOADER_KINDS, type LoaderKind } from '../fields/program.ts'
import { Flag, type ProgramRow } from '../track/program-row.ts'
import { DELETED } from './untrusted-place.ts'

/** The flag of a row for each kind. */
const KIND_FLAGS: Readonly<Record<LoaderKind, number>> = {
  memfd: Flag.memfd,
  'runtime-copy': Flag.runtimeCopy,
  deleted: Flag.deleted,
  upgraded: Flag.upgraded,
  container: Flag.container,
  'pid-namespace': Flag.pidNamespace,
}

const ANY = Object.values(KIND_FLAGS).reduce((all, flag) => all | flag, 0)
const NONE: readonly LoaderKind[] = []

/** The kinds that the flags of a row name. */
export function kindsOf(flags: number): readonly LoaderKind[] {
  return (flags & ANY) === 0 ? NONE : LOADER_KINDS.filter((kind) => (flags & KIND_FLAGS[kind]) !== 0)
}

/** Which kinds of loaders there are, for views that show them only then. */
export function kindsIn(flags: number): { readonly loaderKinds?: readonly LoaderKind[] } {
  const loaderKinds = kindsOf(flags)
  return loaderKinds.length === 0 ? {} : { loaderKinds }
}

/** A log that makes up executables must not fill the memory with them. */
const MOST_SEEN = 10_000
const MEMFD = /^\/?memfd:/
/** Security contexts that container runtimes give: types of SELinux, profiles of AppArmor. */
const CONTAINER =
  /:(?:container(?:_[a-z]+)?|spc|svirt_lxc_net|openshift)_t(?::|$)|^"?(?:docker-default|cri-containerd|crio-default|containers-default|lxc-container|incus-)/

/** Looks at the loader of each program. */
export class LoaderKinds {
  readonly #isExcused: (process: Process) => boolean
  /** Executables that loaded programs when their file was still there. */
  readonly #seen = new Set<string>()
  #last: Process['identity'] | undefined
  #lastFlags = 0

  /** @param isExcused whether a copy in memory, or a deleted file, is an ordinary one */
  constructor(isExcused: (process: Process) => boolean) {
    this.#isExcused = isExcused
  }

  /** Marks a program with what its loader is. */
  mark(row: ProgramRow, process: Process | undefined): void {
    if (process === undefined) return
    if (process.identity !== this.#last) {
      this.#last = process.identity
      this.#lastFlags = this.#flagsOf(process)
    }
    if (this.#lastFlags !== 0) row.mark(this.#lastFlags)
  }

  #flagsOf(process: Process): number {
    const { exe, subj } = process.identity
    let flags = subj !== undefined && CONTAINER.test(subj) ? Flag.container : 0
    if (exe === undefined) return flags
    if (MEMFD.test(exe)) {
      flags |= Flag.memfd
      if (this.#isExcused(process)) flags |= Flag.runtimeCopy
    } else if (exe.endsWith(DELETED)) {
      flags |= Flag.deleted
      const wasThere = this.#seen.has(exe.slice(0, -DELETED.length))
      if (wasThere || this.#isExcused(process)) flags |= Flag.upgraded
    } else if (this.#seen.size < MOST_SEEN) this.#seen.add(` ${exe}`.slice(1))
    return flags
  }
}
