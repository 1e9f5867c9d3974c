/** Random command lines of ausearch, with arguments that often occur in the log. */
import type { Random } from '@ts-audit/testing/random'

/** What an argument is made from. */
interface Source {
  readonly random: Random
  readonly log: string
}

type Argument = (source: Source) => string

const anyOf =
  (...choices: readonly string[]): Argument =>
  ({ random }) =>
    random.pick(choices)

/** The value of a field somewhere in the log, or a part of it; of the choices where there is none. */
function fromLog(fields: string, ...choices: readonly string[]): Argument {
  const pattern = new RegExp(
    `(?:${fields})=["']?([^"' ,\\n\\r\\0\\x1d\\x80-\\xff-][^"' ,\\n\\r\\0\\x1d\\x80-\\xff]{0,30})`,
    'g',
  )
  return ({ random, log }) => {
    if (random.once(5)) return random.pick(choices)
    const found = [...log.matchAll(pattern)].map((match) => match[1] as string)
    if (found.length === 0) return random.pick(choices)
    const value = random.pick(found)
    return random.once(3) ? value.slice(random.below(value.length), value.length) : value
  }
}

const numbered = (fields: string, ...choices: readonly string[]): Argument => {
  const value = fromLog(fields, ...choices)
  return (source) => {
    const found = value(source)
    return /^-?\d{1,10}$/.test(found) || source.random.once(30) ? found : source.random.pick(choices)
  }
}

const USERS = ['0', '1000', 'root', 'daemon', '4294967295', 'nobody']
const GROUPS = ['0', '1000', 'root', 'daemon', '4294967295']
const TYPES = [
  'SYSCALL',
  'PATH',
  'USER_AUTH',
  'user_login',
  'BPF',
  'ALL',
  'LOGIN,AVC',
  '1300',
  'PROCTITLE,1302',
  ',',
]

const CRITERIA: readonly (readonly [option: string, argument: Argument])[] = [
  ['-a', numbered('audit\\(\\d+\\.\\d+:(?=\\d)|serial', '1', '5', '10', '20')],
  ['--arch', anyOf('b64', 'b32', 'i386', 'c000003e')],
  ['-c', fromLog('comm', 'cat', '', 'x', '(null)')],
  ['-e', anyOf('0', '-13', '3', '-EACCES', 'EACCES', '16', '0x10', '-2', 'ENOENT')],
  ['-f', fromLog('name|path|cwd', '/etc/passwd', '/home/bob', '/', '', 'x', '(null)')],
  ['-ga', numbered('gid', ...GROUPS)],
  ['-ge', numbered('egid', ...GROUPS)],
  ['-gi', numbered(' gid', ...GROUPS)],
  ['-hn', fromLog('hostname|addr', '192', '?', '::1', 'localhost', '')],
  ['-k', fromLog('key', 'k1', 'k2', 'null', '', '(null)')],
  ['-m', anyOf(...TYPES)],
  ['-n', fromLog('node', 'web1', 'web2', 'web')],
  ['-o', fromLog('obj|tcontext', 'shadow_t', 'object_r', '')],
  ['-p', numbered(' pid', '0', '1', '57')],
  ['-pp', numbered('ppid', '0', '1', '57')],
  ['-sc', anyOf('0', '2', '257', 'open', 'openat', 'execve', '321', 'bpf')],
  ['-se', fromLog('subj|obj|[st]context', 'unconfined', 'system_u', '', 'subj=')],
  ['--session', numbered('ses', '1', '2', '-1', '-2', '4294967295')],
  ['-su', fromLog('subj|scontext|vm-ctx', 'unconfined', 'kernel', '', 'subj=')],
  ['-sv', anyOf('yes', 'no', 'no', 'eyes')],
  ['-tm', fromLog('tty|terminal', 'pts0', 'ssh', '(none)', '')],
  ['-ua', numbered('uid', ...USERS)],
  ['-ue', numbered('euid', ...USERS)],
  ['-ui', numbered(' uid', ...USERS)],
  ['-ul', numbered('auid', ...USERS, '-1', '-2')],
  ['-uu', fromLog('uuid', 'abc-def', 'abc', '')],
  ['-vm', fromLog('vm', 'cat', '')],
  ['-x', fromLog('exe', '/usr/bin/cat', 'cat', '', '(null)')],
]

const TIMES: readonly (readonly string[])[] = [
  ['-ts', '11/14/23', '22:13:20'],
  ['-ts', '11/14/23', '22:13:22'],
  ['-ts', '11/14/2023', '22:13'],
  ['-te', '11/14/23', '22:13:22'],
  ['-te', '11/14/23', '22:13:20'],
  ['-ts', 'today'],
  ['-ts', 'recent'],
  ['-ts', 'boot'],
  ['-te', 'now'],
  ['-ts', 'this-year'],
  ['-ts', '1/1/70'],
]

const FORMATS: readonly (readonly string[])[] = [
  ['-r'],
  ['-r'],
  ['--raw'],
  ['--format', 'raw'],
  [],
  [],
  ['--format', 'default'],
  ['-i'],
  ['--format', 'interpret'],
  ['--format', 'csv'],
  ['--format', 'text'],
]

const SWITCHES: readonly (readonly string[])[] = [
  ['-w'],
  ['-w'],
  ['-w'],
  ['--just-one'],
  ['-l'],
  ['--debug'],
  ['--input-logs'],
  ['--eoe-timeout', '1'],
  ['--eoe-timeout', '5'],
  ['--escape', 'raw'],
  ['--escape', 'shell'],
]

/** Mistakes, each of which ends the command before anything is read. */
const MISTAKES: readonly (readonly string[])[] = [
  ['--bogus'],
  ['foo'],
  ['-a', 'x'],
  ['-p', '-1'],
  ['-ui', 'nosuch'],
  ['-gi', '12x'],
  ['--session', 'unset'],
  ['-sv', 'maybe'],
  ['-m', 'NOPE'],
  ['--arch', 'foo'],
  ['-sc', 'nosuchcall'],
  ['--format', 'foo'],
  ['-r', '-i'],
  ['-ts', '25:00'],
  ['--eoe-timeout', '0'],
  ['-e', '08'],
]

/** Options for one run, without the input. */
export function randomOptions(random: Random, log: string): string[] {
  const source = { random, log }
  const options: (readonly string[])[] = [random.pick(FORMATS)]
  const criteria = random.pick([0, 1, 1, 1, 2, 2, 3, 5])
  for (let left = criteria; left > 0; left--) {
    const [option, argument] = random.pick(CRITERIA)
    options.push([option, argument(source)])
  }
  if (random.once(8)) options.push(random.pick(TIMES))
  if (random.once(3)) options.push(random.pick(SWITCHES))
  if (random.once(50)) options.push(random.pick(MISTAKES))
  return rotate(options, random.below(options.length)).flat()
}

function rotate<Item>(items: readonly Item[], by: number): Item[] {
  return [...items.slice(by), ...items.slice(0, by)]
}
