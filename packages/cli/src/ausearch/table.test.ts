/** Command lines of ts-ausearch: expected texts and values are those of spec 01 §1, §6.4 to §6.7 and §7. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseExpression } from '@ts-audit/auparse/expression'
import { C_LOCALE, UTC } from '@ts-audit/auparse/time'
import { machineFromName } from '@ts-audit/tables/machines'
import { offeredRecordTypeNames } from '@ts-audit/tables/record-types'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { answerText, longName } from '../options/command-table.ts'
import { usageText } from '../options/commander.ts'
import { parseCommandLine } from '../run/command-line.ts'
import { type AusearchContext, initialAusearchOptions } from './options.ts'
import { ausearchTable } from './table.ts'

const USERS = new Map([['root', 0]])
const GROUPS = new Map([['wheel', 10]])

const context: AusearchContext = {
  accounts: { userId: (name) => USERS.get(name), groupId: (name) => GROUPS.get(name) },
  time: { now: 1_700_000_000, zone: UTC, locale: C_LOCALE, uptime: () => 100 },
  host: machineFromName('x86_64'),
  parseExpression,
}

function words(line: string): string[] {
  return line === '' ? [] : line.split(' ').map((word) => (word === "''" ? '' : word))
}

function read(line: string | readonly string[], around: AusearchContext = context) {
  return parseCommandLine(ausearchTable, typeof line === 'string' ? words(line) : line, around)
}

/** What a command line is answered with at once. */
async function answer(line: string) {
  const result = read(line)
  return result.kind === 'exit' ? { ...result, stdout: await answerText(result) } : result
}

/** stderr of a command line that is refused. */
function refusal(line: string | readonly string[], around?: AusearchContext): string {
  const result = read(line, around)
  if (result.kind !== 'exit') return `accepted: ${JSON.stringify(result.options)}`
  expect([result.status, result.stdout]).toEqual([1, ''])
  return result.stderr
}

/** The criteria that a command line adds to the initial ones. */
function criteria(line: string | readonly string[]): Record<string, unknown> {
  const result = read(line)
  if (result.kind !== 'run') return { refused: result.stderr }
  const initial = new Map(Object.entries(initialAusearchOptions().criteria))
  const added = Object.entries(result.options.criteria).filter(
    ([name, value]) => JSON.stringify(initial.get(name)) !== JSON.stringify(value, bigintText),
  )
  return Object.fromEntries(added)
}

function bigintText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value
}

const VALID_TYPES = `Valid message types are: ALL ${offeredRecordTypeNames().join(' ')} \n`
const CONFLICT = 'Conflicting output format'
const EXTRA = '--extra options requires format to be csv\n'

describe('mistakes (spec 01 §1.3, §1.4)', () => {
  test.each<[line: string, stderr: string]>([
    ['--bogus', '--bogus is an unsupported option\n'],
    ["''", ' is an unsupported option\n'],
    ['-w foo', 'foo is an unsupported option\n'],
    ['--debug foo', 'foo is an unsupported option\n'],
    ['--key=x', '--key=x is an unsupported option\n'],
    ['--', '-- is an unsupported option\n'],
    ['--bogus -v', '--bogus is an unsupported option\n'],
    ['-a', 'Argument is required for -a\n'],
    ['--event', 'Argument is required for --event\n'],
    ['-a -1', 'Argument is required for -a\n'],
    ['-k -w', 'Argument is required for -k\n'],
    ['-a 12x', 'Illegal value for audit event ID'],
    ['-a 4294967296', 'Illegal value for audit event ID'],
    ['-a abc', 'Audit event id must be a numeric value, was abc\n'],
    ['-a 5,', 'Illegal value for audit event ID'],
    ['-a 5,x', 'Illegal value for audit event ID'],
    ['-a 5,4294967296', 'Illegal value for audit event ID'],
    ['-a 1700000000.20:5', 'Illegal value for audit event ID'],
    ['-a 1700000000.200', 'Illegal value for audit event ID'],
    ['-a /5', 'Audit event id must be a numeric value, was /5\n'],
    ['-a web/x', 'Audit event id must be a numeric value, was web/x\n'],
    ["-a ''", 'Audit event id must be a numeric value, was \n'],
    ['-p 2147483648', 'Process id must be a numeric value, was 2147483648\n'],
    ['-p x', 'Process id must be a numeric value, was x\n'],
    ['-pp 12x', 'Parent process id must be a numeric value, was 12x\n'],
    ['-ui nosuch', 'Effective user ID is non-numeric and unknown (nosuch)\n'],
    ['-ue nosuch', 'User ID is non-numeric and unknown (nosuch)\n'],
    ['-ua nosuch', 'User ID is non-numeric and unknown (nosuch)\n'],
    ['-ul unset', 'Login user ID is non-numeric and unknown (unset)\n'],
    ['-ul', 'Argument is required for -ul\n'],
    ['-ul -w', 'Login user ID is non-numeric and unknown (-w)\n'],
    ['-ul -12x', 'Error converting -12x\n'],
    ['-ul -2147483649', 'Error converting -2147483649\n'],
    ['-ul 12x', 'Numeric user ID conversion error (Invalid argument) for 12x\n'],
    ['-ui 4294967296', 'Numeric user ID conversion error (Numerical result out of range) for 4294967296\n'],
    ['-ue 1x', 'Numeric user ID conversion error (Invalid argument) for 1x\n'],
    ['-ua 1x', 'Numeric user ID conversion error (Invalid argument) for 1x\n'],
    ['-gi 12x', 'Numeric group ID conversion error (Invalid argument) for 12x\n'],
    ['-gi nosuch', 'Group ID is non-numeric and unknown (nosuch)\n'],
    ['-ge nosuch', 'Effective group ID is non-numeric and unknown (nosuch)\n'],
    ['-ga nosuch', 'Group ID is non-numeric and unknown (nosuch)\n'],
    ['-ga 4294967296', 'Numeric group ID conversion error (Numerical result out of range) for 4294967296\n'],
    ['--session unset', 'Session id must be a numeric value, was unset\n'],
    ['--session -i', 'Session id must be a numeric value, was -i\n'],
    ['--session 12x', 'Error converting 12x\n'],
    ['--session -12x', 'Error converting -12x\n'],
    ['--session', 'Argument is required for --session\n'],
    ['-e foo', 'Unknown errno, was foo\n'],
    ['-e -w', 'Unknown errno, was -w\n'],
    ['-e 08', 'Error converting 08\n'],
    ['-e ENOTSUP', 'Unknown errno, was ENOTSUP\n'],
    ['-sv maybe', "Success must be 'yes' or 'no'.\n"],
    ['-sc nosuchcall', 'Syscall nosuchcall not found\n'],
    ['-sc 12x', 'Syscall numeric conversion error (Invalid argument) for 12x\n'],
    ['-sc 2147483648', 'Syscall numeric conversion error (Numerical result out of range) for 2147483648\n'],
    ['--arch foo', 'Unknown arch foo\n'],
    ['--arch b64 --arch b32', 'Arch is already defined\n'],
    ['-sc open --arch b64', 'Arch needs to be defined before the syscall\n'],
    ['--eoe-timeout 0', 'Illegal value for End of Event Timeout, was 0\n'],
    ['--eoe-timeout 1x', 'Illegal value for End of Event Timeout, was 1x\n'],
    [
      '--eoe-timeout 9223372036854775807',
      'Illegal value for End of Event Timeout, was 9223372036854775807\n',
    ],
    ['--eoe-timeout x', 'End of Event Timeout must be a numeric value, was x\n'],
    ['--escape foo', 'Unknown option (foo)\n'],
    ['--color sometimes', 'Unknown option (sometimes)\n'],
    ['--escape TTY', 'Unknown option (TTY)\n'],
    ['--format foo', 'Unknown option (foo)\n'],
    ['--format', 'Argument is required for --format\n'],
    ['-i --format csv', 'Multiple output formats, use only 1\n'],
    ['-m BPF --format csv --argv', '--no-raw, --argv and --normalise require format to be json or ndjson\n'],
    ['-m BPF --no-raw', '--no-raw, --argv and --normalise require format to be json or ndjson\n'],
    ['-m BPF --format json --rfc4180', '--rfc4180 requires format to be csv\n'],
    ['-i --format', 'Multiple output formats, use only 1\n'],
    ['--format raw --format raw', 'Multiple output formats, use only 1\n'],
    ['-r -i', `${CONFLICT} -i\n`],
    ['-i --raw', `${CONFLICT} --raw\n`],
    ['-i -r', `${CONFLICT} --raw\n`],
    ['--format csv --interpret', `${CONFLICT} --interpret\n`],
    ['-i -i', `${CONFLICT} -i\n`],
    ['-i foo', 'Argument is NOT required for -i\n'],
    ['-r foo', 'Argument is NOT required for --raw\n'],
    ['-r -i foo', `${CONFLICT} -i\nArgument is NOT required for -i\n`],
    ['--extra-keys', EXTRA],
    ['--extra-labels --format text', EXTRA],
    ['--extra-time foo', `Argument is NOT required for --extra-time\n${EXTRA}`],
    ['--extra-time --bogus', `--bogus is an unsupported option\n${EXTRA}`],
    ['--bogus --extra-time', '--bogus is an unsupported option\n'],
    ['-ts', '-ts requires either date and/or time\n'],
    ['--end -w', '--end requires either date and/or time\n'],
    ['-ts today foo', 'Invalid start time (foo). Hour, Minute, and Second are required.\n'],
    ['-te checkpoint', 'Invalid end date (checkpoint). Month, Day, and Year are required.\n'],
    ['-m', `Argument is required for -m\n${VALID_TYPES}`],
    ['-m foo', VALID_TYPES],
    ["-m ''", VALID_TYPES],
    ['-m BPF,ALL', VALID_TYPES],
    ['-m 12x', `Numeric message type conversion error (Invalid argument) for 12x\n${VALID_TYPES}`],
    [
      '-m BPF,2147483648',
      `Numeric message type conversion error (Numerical result out of range) for 2147483648\n${VALID_TYPES}`,
    ],
    // The first mistake ends it.
    ['-p x --bogus -ui nosuch', 'Process id must be a numeric value, was x\n'],
    ['-w -p x', 'Process id must be a numeric value, was x\n'],
  ])('%s', (line, stderr) => {
    expect(refusal(line)).toBe(stderr)
  })

  test.each<[option: string, length: number, text: string]>([
    ['-f', 4096, 'File name is too long'],
    ['-if', 4064, 'File name is too longs'],
  ])('%s takes less than %i bytes', (option, length, text) => {
    expect(refusal([option, 'x'.repeat(length)])).toBe(`${text} ${'x'.repeat(length)}\n`)
    expect(read([option, 'x'.repeat(length - 1)]).kind).toBe('run')
  })

  test('a syscall name on a machine that nobody knows', () => {
    const unknown = { ...context, host: undefined }
    expect(refusal('-sc open', unknown)).toBe('Error detecting machine type')
    expect(read('--arch x86_64 -sc open', unknown).kind).toBe('run')
  })

  test('the valid types begin and end as the reference has them', () => {
    expect(VALID_TYPES.startsWith('Valid message types are: ALL USER LOGIN USER_AUTH USER_ACCT ')).toBe(true)
    expect(VALID_TYPES.endsWith(' VIRT_DESTROY VIRT_MIGRATE_IN VIRT_MIGRATE_OUT \n')).toBe(true)
  })
})

describe('criteria', () => {
  const X86_64 = machineFromName('x86_64')
  const I386 = machineFromName('i386')

  test.each<[line: string, expected: Record<string, unknown>]>([
    ['-a 5', { serial: 5 }],
    ['-a 5 --event 7', { serial: 7 }],
    ['-a 5 -a 4294967295', {}],
    ['-a 5,7', { events: [{ serial: 5 }, { serial: 7 }] }],
    ['-a 5 -a 7,8 -a 9', { serial: 9 }],
    ['-a 9 -a web/5', { events: [{ node: 'web', serial: 5 }] }],
    ['-a 1700000000.200:5', { events: [{ time: { seconds: 1_700_000_000, milliseconds: 200 }, serial: 5 }] }],
    [
      '-a a/b/1700000000.200:5',
      { events: [{ node: 'a/b', time: { seconds: 1_700_000_000, milliseconds: 200 }, serial: 5 }] },
    ],
    ['-n a -n b', { nodes: ['a', 'b'] }],
    ['-m BPF -m syscall,1300,,UNKNOWN[1999]', { types: [1334, 1300, 1300, 1999] }],
    ['-m BPF -m all', { types: [1334] }],
    ['-m ,', {}],
    ['-ui 0', { uid: { id: 0 } }],
    ['-ui root', { uid: { id: 0, name: 'root' } }],
    ['-ui root -ui 5', { uid: { id: 5, name: 'root' } }],
    ['-ue 5', { euid: { id: 5 } }],
    ['-ul -1', { auid: { id: 4_294_967_295 } }],
    ['-ul 4294967295', { auid: { id: 4_294_967_295 } }],
    ['-ua root', { anyUid: { id: 0, name: 'root' } }],
    ['-gi wheel', { gid: 10 }],
    ['-ge 5', { egid: 5 }],
    ['-ga wheel', { anyGid: 10 }],
    ['-p 1 -pp 2', { pid: 1, ppid: 2 }],
    ['--session -1', { session: 4_294_967_295 }],
    ['--session 3 --session -2', {}],
    ['-e -13', { exit: -13n }],
    ['-e EACCES', { exit: 13n }],
    ['-e -eacces', { exit: -13n }],
    ['-e EWOULDBLOCK', { exit: 11n }],
    ['-e EHWPOISON', { exit: 133n }],
    ['-e 010', { exit: 8n }],
    ['-e -0x10', { exit: -16n }],
    ['-sv yes', { success: true }],
    ['-sv no', { success: false }],
    ['-sv eyes', { success: false }],
    ['-sv unknown', { success: false }],
    ['-sc 2', { syscall: 2 }],
    ['-sc open', { syscall: 2, arch: X86_64 }],
    ['-sc OPEN', { syscall: 2, arch: X86_64 }],
    ['--arch b32 -sc open', { syscall: 5, arch: I386 }],
    ['--arch i686 -sc 5', { syscall: 5, arch: I386 }],
    ['-sc 2 --arch b64', { syscall: 2, arch: X86_64 }],
    ['--arch C000003E', { arch: X86_64 }],
    ['--arch 0x40000003zz', { arch: I386 }],
    [
      '-c a -x b -f c -k d -hn e -tm f',
      { comm: 'a', executable: 'b', file: 'c', key: 'd', host: 'e', terminal: 'f' },
    ],
    ['-su a -o b', { subject: 'a', object: 'b' }],
    ['-se a', { subject: 'a', object: 'a', eitherContext: true }],
    ['-se a -o b', { subject: 'a', object: 'b', eitherContext: true }],
    ['-uu a -vm b -w', { uuid: 'a', vmName: 'b', wholeWord: true }],
    ["-k ''", { key: '' }],
  ])('%s', (line, expected) => {
    expect(criteria(line)).toEqual(expected)
  })
})

describe('input and output', () => {
  test.each([
    ['-w', {}],
    ['-ts 11/14/23', { start: 1_699_920_000 }],
    ['-ts 11/14/23 12:00 -te 11/15/23 12:00', { start: 1_699_963_200, end: 1_700_049_600 }],
    ['-ts now -ts recent', { start: 1_699_999_400 }],
    ['-if log', { inputPath: 'log' }],
    ['--input-logs', { inputLogs: true }],
    ['--checkpoint cp -ts checkpoint', { checkpoint: 'cp', startAtCheckpoint: true }],
    ['--eoe-timeout 7', { eoeTimeout: 7n }],
    ['--eoe-timeout 9223372036854775806', { eoeTimeout: 9_223_372_036_854_775_806n }],
    ['-r', { format: 'raw' }],
    ['--format raw', { format: 'raw' }],
    ['--interpret', { format: 'interpret' }],
    ['--format interp', { format: 'interpret' }],
    ['--format interpolate', { format: 'interpret' }],
    ['--format default -r', { format: 'raw' }],
    ['--format default --format csv', { format: 'csv' }],
    ['--format text', { format: 'text' }],
    ['--escape shell_quote', { escape: 'shell_quote' }],
    ['--extra-obj2', { extras: { keys: false, labels: false, obj2: true, time: false } }],
    [
      '--extra-keys --extra-labels --extra-time --format csv',
      { extras: { keys: true, labels: true, obj2: false, time: true } },
    ],
    [
      '--format ndjson --no-raw --argv --normalise',
      { format: 'ndjson', json: { raw: false, argv: true, normalise: true } },
    ],
    ['--format csv --rfc4180', { format: 'csv', rfc4180: true }],
    ['-l --just-one --debug', { lineBuffered: true, justOne: true, debug: true }],
    ['--strict-exit', { strictExit: true, progress: true }],
    ['--no-progress', { progress: false }],
    ['--color auto', { colour: 'auto' }],
    ['--color always --color never', { colour: 'never' }],
  ])('%s', (line, expected) => {
    expect(read(line)).toMatchObject({ kind: 'run', options: expected })
  })
})

describe('questions', () => {
  test.each([
    ['-v', 'ausearch version 4.2.2\n'],
    ['-w --version --bogus', 'ausearch version 4.2.2\n'],
    ['-h', usageText(ausearchTable)],
    ['--extra-time --help', usageText(ausearchTable)],
  ])('%s', async (line, stdout) => {
    expect(await answer(line)).toEqual({ kind: 'exit', status: 0, stdout, stderr: '' })
  })

  test('no arguments: the usage text, and status 1', async () => {
    const stdout = usageText(ausearchTable)
    expect(await answer('')).toEqual({ kind: 'exit', status: 1, stdout, stderr: '' })
  })

  test('the usage text names every option once, with one line of meaning', () => {
    const lines = usageText(ausearchTable).split('\n')
    expect(lines[0]).toBe('usage: ts-ausearch [options]')
    for (const row of ausearchTable.options) {
      const found = lines.filter((line) => line.trimStart().startsWith(row.names.join(', ')))
      expect([longName(row), found.filter((line) => line.endsWith(row.meaning)).length]).toEqual([
        longName(row),
        1,
      ])
    }
  })
})

describe('accounts of another machine', () => {
  const folder = mkdtempSync(join(tmpdir(), 'account-files-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const passwd = join(folder, 'passwd')
  const group = join(folder, 'gröup')
  const groupBytes = Buffer.from(group).toString('latin1')
  const missing = join(folder, 'missing')
  writeFileSync(passwd, 'alice:x:1001:1001::/home/alice:/bin/sh\n')
  writeFileSync(group, 'crew:x:77:alice\n')

  test.each<[tokens: readonly string[], expected: object]>([
    [
      ['-ui', 'alice', '--passwd', passwd],
      { criteria: { uid: { id: 1001, name: 'alice' } }, passwdFile: passwd },
    ],
    [['--passwd', passwd, '-ul', 'alice'], { criteria: { auid: { id: 1001, name: 'alice' } } }],
    [['-ga', 'crew', '--group', groupBytes], { criteria: { anyGid: 77 }, groupFile: groupBytes }],
  ])('%j', (tokens, expected) => {
    const result = read(tokens)
    expect(result).toMatchObject({ kind: 'run', options: expected })
  })

  test.each([
    [['--passwd', passwd, '-ui', 'root'], 'Effective user ID is non-numeric and unknown (root)\n'],
    [
      ['--passwd', missing, '--passwd', passwd],
      `Error reading --passwd ${missing} (No such file or directory)\n`,
    ],
    [['--passwd'], 'Argument is required for --passwd\n'],
    [['--group', folder], `Error reading --group ${folder} (Is a directory)\n`],
    [
      ['-ui', 'alice', '--passwd', missing],
      'Error reading --passwd or --group (No such file or directory)\n',
    ],
    [['-p', 'x', '--passwd', missing], 'Process id must be a numeric value, was x\n'],
  ])('%j is refused', (tokens, stderr) => {
    expect(refusal(tokens)).toBe(stderr)
  })
})

test('any command line is run or answered, never an exception', () => {
  const token = fc.oneof(
    fc.constantFrom(...ausearchTable.options.flatMap(({ names }) => names)),
    fc.constantFrom('1', '-1', 'root', 'yes', 'today', '10:00', 'BPF', 'csv', 'b64', 'open', ''),
    fc.string({ unit: 'binary' }),
  )
  fc.assert(
    fc.property(fc.array(token, { minLength: 1, maxLength: 8 }), (tokens) => {
      const result = read(tokens)
      if (result.kind === 'exit') expect([0, 1]).toContain(result.status)
      else expect(result.options.criteria.types.every(Number.isInteger)).toBe(true)
    }),
  )
})
