/** The files that a command line names: the script of an interpreter, and the object file of a loader of programs. */
import { resolvedPath } from '@ts-audit/auparse/internal'

/** What a command line makes a trusted executable run. */
export interface CommandFile {
  readonly path: string
  readonly kind: 'script' | 'object file'
}

/** Interpreters by the last part of their path, a version may follow. */
const INTERPRETER =
  /^(?:python|pypy|perl|ruby|node|nodejs|bun|deno|php|lua|luajit|tclsh|wish|bash|sh|dash|ash|zsh|ksh|mksh|fish|busybox|bpftrace|stap|awk|gawk|java)[-.\d]*$/
/** Words that an object file, or a file of programs, follows (tc-bpf(8), ip-link(8), bpftool-prog(8)). */
const BEFORE_OBJECT: ReadonlySet<string> = new Set([
  'obj',
  'object',
  'object-file',
  'load',
  'loadall',
  'register',
  'autoattach',
])
const OBJECT_TOOL = /^(?:tc|ip|bpftool|xdp-loader|xdp_loader|xdp|xdpload|bpfman|bpf-loader)[-_.\d]*$/
const OBJECT = /\.o$/
/** Options of interpreters whose value is no script (python -m module, -W arg; perl -I dir; bash -O option). */
const WITH_VALUE: ReadonlySet<string> = new Set(['-W', '-X', '-O', '-o', '-I', '-r', '--require', '-cp'])
/** What comes after these is code. */
const CODE = /^-(?:[a-zA-Z]*[ceE]|-eval|-print)$/

const NONE: readonly CommandFile[] = []

/** The files of a command line; relative paths are left out, as no record says where they begin. */
export function commandFiles(exe: string, proctitle: string): readonly CommandFile[] {
  if (!proctitle.includes(' /')) return NONE
  const words = proctitle.split(' ')
  const name = exe.slice(exe.lastIndexOf('/') + 1)
  const found: CommandFile[] = []
  if (INTERPRETER.test(name)) {
    const script = scriptIn(words)
    if (typeof script === 'string') found.push({ path: script, kind: 'script' })
  }
  const isTool = OBJECT_TOOL.test(name)
  for (let at = 1; at < words.length; at++) {
    const word = words[at] ?? ''
    if (OBJECT.test(word) || (isTool && BEFORE_OBJECT.has(words[at - 1] ?? ''))) {
      const path = absolute(word)
      if (path !== undefined) found.push({ path, kind: 'object file' })
    }
  }
  return found
}

/**
 * Whether an interpreter runs code of its command line or its standard input. bpftrace is left out: that is how it is
 * mostly used.
 */
export function runsGivenCode(exe: string, proctitle: string): boolean {
  const name = exe.slice(exe.lastIndexOf('/') + 1)
  if (!INTERPRETER.test(name) || name.startsWith('bpftrace')) return false
  return scriptIn(proctitle.split(' ')) === GIVEN
}

/** Code of the command line, or of standard input. */
const GIVEN = Symbol('given')

/** The first argument that is no option; undefined for a relative path, a module, or no argument at all. */
function scriptIn(words: readonly string[]): string | typeof GIVEN | undefined {
  for (let at = 1; at < words.length; at++) {
    const word = words[at] ?? ''
    if (word === '-' || CODE.test(word)) return GIVEN
    if (word === '-m') return undefined
    if (WITH_VALUE.has(word)) at++
    else if (!word.startsWith('-')) return absolute(word)
  }
  return undefined
}

/** A path without `.` and `..`; undefined when it is relative. */
function absolute(path: string): string | undefined {
  return path.startsWith('/') ? resolvedPath(path, undefined) : undefined
}
