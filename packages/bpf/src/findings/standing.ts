/** How far a process can be trusted to do what many attackers do, too: by where it is from, and by what it is known for. */
import type { Severity } from '../fields/finding.ts'
import type { Identity, Process } from '../fields/process-objects.ts'
import { type KnownTools, type KnownWord, wordsOf } from '../known-tools/known-tools.ts'
import { isSystemd } from '../records/systemd-path.ts'
import { commandFiles, runsGivenCode } from './command-files.ts'
import { DELETED, untrustedFile, untrustedPlace, withoutDeleted } from './untrusted-place.ts'

const UNSET = 4294967295

/** How severe a finding about a process is, and why. */
export interface Verdict {
  readonly severity: Severity
  /** The tool that is known for this, by its executable: the finding is counted, not raised. */
  readonly known?: string
  /** Why it is milder than usual, as the end of a sentence. */
  readonly because: string
}

/** Why something that looks bad is not. */
export interface Excuse {
  readonly words: string
  /** The tool that is only counted. */
  readonly known?: string
  /** How bad it still is; default low. */
  readonly severity?: Severity
}

const UPGRADED = 'a daemon that runs on after its package was upgraded'

/** The memfd of a container runtime's copy of itself, as runc and crun name it: the name says nothing for sure. */
const COPY = /^\/?memfd:([A-Za-z]+)(?:_cloned)?(?:[:_ ]|$)/

/** Judges processes; the same judge must be used for one list of tools. */
export class Standings {
  readonly #tools: KnownTools
  #last: Identity | undefined
  #lastWords: ReadonlySet<KnownWord> | 'systemd' | undefined

  constructor(tools: KnownTools) {
    this.#tools = tools
  }

  /** Adjusts the usual severity of a finding to the process; `word` is what a tool must be known for. */
  verdict(process: Process | undefined, word: KnownWord, usual: Severity): Verdict {
    const exe = process?.identity.exe
    if (process === undefined || exe === undefined) return { severity: usual, because: '' }
    const words = this.#words(process.identity, exe)
    if ((words === 'systemd' || words?.has(word) === true) && !runsUntrustedFile(process))
      return { severity: 'info', known: exe, because: '' }
    // Detaching another's programs is not a service's ordinary work, unless it is known for it.
    return word !== 'detaches' && isTrustedService(process)
      ? { severity: milder(usual), because: ', by a service of the system' }
      : { severity: usual, because: '' }
  }

  /** Why a copy in memory, or a deleted file, is no cause for alarm; undefined when nothing excuses it. */
  excuse({ identity }: Process): Excuse | undefined {
    const { exe } = identity
    if (exe === undefined) return undefined
    const copy = COPY.exec(exe)?.[1]
    if (copy !== undefined) {
      if (this.#tools.get(copy)?.has('copies') !== true) return undefined
      const words = `by its name ${copy}'s copy of itself, a name that others can take`
      return isService(identity)
        ? { words }
        : { words: `${words}, in a login session, as podman starts it`, severity: 'medium' }
    }
    if (!exe.endsWith(DELETED) || untrustedFile(exe) !== undefined) return undefined
    const words = this.#words(identity, exe)
    if (words === 'systemd') return { words: UPGRADED, known: exe }
    return isService(identity) && words?.has('copies') === true ? { words: UPGRADED } : undefined
  }

  /** Whether nothing speaks against where its executable and what it runs are from. */
  isTrustedPlace(process: Process): boolean {
    const { exe } = process.identity
    return exe !== undefined && untrustedPlace(exe) === undefined && !runsUntrustedFile(process)
  }

  #words(identity: Identity, exe: string): ReadonlySet<KnownWord> | 'systemd' | undefined {
    if (identity === this.#last) return this.#lastWords
    this.#last = identity
    const file = withoutDeleted(exe)
    if (untrustedFile(exe) !== undefined) this.#lastWords = undefined
    else this.#lastWords = isSystemd(file) ? 'systemd' : wordsOf(this.#tools, file)
    return this.#lastWords
  }
}

function milder(severity: Severity): Severity {
  return severity === 'info' ? 'info' : 'low'
}

/** In no login session and at no terminal. */
function isService({ auid, ses, tty }: Identity): boolean {
  return (auid ?? UNSET) === UNSET && (ses ?? UNSET) === UNSET && tty === undefined
}

/** Where packages put programs. */
const INSTALLED = /^\/(?:usr|s?bin|lib(?:32|64|x32|exec)?|opt|snap|(?:nix|gnu)\/store|var\/lib)\//

function isTrustedService(process: Process): boolean {
  const { identity } = process
  const { exe } = identity
  if (exe === undefined || !isService(identity) || exe.endsWith(DELETED)) return false
  return INSTALLED.test(exe) && untrustedFile(exe) === undefined && !runsUntrustedFile(process)
}

/** Whether its command line names a script or an object file from an untrusted place, or is the script itself. */
function runsUntrustedFile({ identity, proctitle }: Process): boolean {
  if (proctitle === undefined || identity.exe === undefined) return false
  if (runsGivenCode(identity.exe, proctitle)) return true
  return commandFiles(identity.exe, proctitle).some(({ path }) => untrustedFile(path) !== undefined)
}
