/** Logs of people who searched and did not find (fixtures/searches): what is found now, and the line that says what is not. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { withoutConfigurationNotes } from '@ts-audit/testing/command'
import { fixtures } from '@ts-audit/testing/fixtures'
import { afterAll, describe, expect, it } from 'vitest'
import { readCases, runInProcess, tsAusearch } from './testing/command.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'ts-ausearch-searches-'))
afterAll(() => rmSync(folder, { recursive: true }))
const logs = path.join(fixtures, 'searches')

async function search(
  line: readonly string[],
): Promise<{ status: unknown; serials: number[]; notes: string }> {
  const { status, stdout, stderr } = await runInProcess(line, path.join(folder, 'stdout'))
  const serials = [
    ...new Set([...stdout.matchAll(/msg=audit\([0-9.]+:(\d+)\)/g)].map(([, id]) => Number(id))),
  ]
  return { status, serials, notes: withoutConfigurationNotes(stderr) }
}

/** The log, options, events found, and what stderr must say; '' for nothing but the reference's messages. */
type Row = readonly [log: string, line: readonly string[], serials: readonly number[], note: string]

// Which events hold what is asked for is seen in the logs, which were written by hand.
const rows: readonly Row[] = [
  // 04: -c looks at the first command of an event only.
  [
    '04-two-comm-avc',
    ['-c', 'env'],
    [],
    "1 event has the command env in a later AVC record, and -c looks at the first: --expr '\\record_type == AVC && comm i= env' looks at all",
  ],
  ['04-two-comm-avc', ['-c', 'env', '-m', 'LOGIN'], [], ''],
  ['04-two-comm-avc', ['-c', 'load_policy'], [5], ''],
  ['04-two-comm-avc', ['--expr', '\\record_type == AVC && comm i= env'], [4], ''],
  // 06: AppArmor denials.
  [
    '06-apparmor',
    ['-m', 'AVC'],
    [],
    '4 events skipped, for lack of a field that AVC records should have (the first: 1700000600.080:61)',
  ],
  ['06-apparmor', ['-m', 'AVC', '--no-notes'], [], ''],
  ['06-apparmor', ['-a', '62'], [62], ''],
  ['06-apparmor', ['--expr', 'operation i= open'], [62], ''],
  ['06-apparmor', ['--expr', 'apparmor i= DENIED', '-m', 'AVC'], [61, 62], ''],
  ['06-apparmor', ['-m', 'AVC', '--lenient'], [61, 62, 63, 64], ''],
  ['06-apparmor', ['-c', 'ls', '--lenient'], [62], ''],
  ['06-apparmor', ['-f', '/etc/group', '--lenient'], [62], ''],
  ['06-apparmor', ['-p', '5571', '--lenient'], [61], ''],
  ['06-apparmor', ['-ui', '1000', '--lenient'], [61], ''],
  ['06-apparmor', ['-o', 'any', '--lenient'], [], ''],
  // 11: a node with a blank in its name.
  [
    '11-node-space',
    [],
    [],
    'left out: 3 lines that cannot be read as a record: the name of the node has a blank in it, such as: node=CentOS 7.7 type=SYSCALL',
  ],
  // 12: names of another machine.
  ['12-two-uids-enriched', ['--expr', 'auid i= adminuser'], [750, 751], ''],
  [
    '12-two-uids-enriched',
    ['-ul', 'adminuser'],
    [],
    "the log names adminuser (auid=4321), this machine does not: -ul 4321, --expr 'auid i= adminuser'",
  ],
  [
    '12-two-uids-enriched',
    ['-ua', 'testuser'],
    [],
    'the log names testuser (uid=4323), this machine does not: -ua 4323, or --passwd',
  ],
  ['12-two-uids-enriched', ['-ua', '4323'], [750], ''],
  ['12-two-uids-enriched', ['-ul', 'nobodyhere'], [], ''],
  // 14: LANDLOCK records.
  ['14-landlock', ['-f', '/usr/bin'], [], ''],
  ['14-landlock', ['-m', 'LANDLOCK_ACCESS', '-x', '/root/sandboxer'], [], ''],
  ['14-landlock', ['--expr', '\\record_type == LANDLOCK_ACCESS && path i= "/usr/bin"'], [30], ''],
  // 18: a file by its full name.
  ['18-paths', ['-f', '/home/u/Desktop/111.txt'], [], ''],
  ['18-paths', ['-f', '/home/u/Desktop/111.txt', '--resolve-paths'], [1267], ''],
  ['18-paths', ['-f', '/home/u/Desktop/111.txt', '-w', '--resolve-paths'], [1267], ''],
  ['18-paths', ['-f', '/directory/file.env', '-w', '--resolve-paths'], [1268], ''],
  ['18-paths', ['-f', 'directory/file.env', '-w', '--resolve-paths'], [1268], ''],
  ['18-paths', ['-f', '(null)', '-w', '--resolve-paths'], [1269], ''],
  // 21: the user of a SECCOMP record.
  ['21-seccomp', ['-ui', '33'], [], ''],
  ['21-seccomp', ['--expr', '\\record_type == SECCOMP && uid == 33'], [268, 269], ''],
  // 24: io_uring.
  [
    '24-uring',
    ['--arch', 'uring', '-sc', 'openat'],
    [],
    "--arch uring can match no event, since records of io_uring name no arch: -m URINGOP finds them, --expr 'uring_op i= openat'",
  ],
  ['24-uring', ['--expr', 'uring_op i= openat'], [1], ''],
  [
    '24-uring',
    ['-k', 'io_uring_file,testkey'],
    [],
    'nothing was found with the key io_uring_file,testkey: -k takes one key, not a list',
  ],
  ['24-uring', ['-c', 'NetworkManager-dispatcher'], [], "the kernel keeps 15 of a command's name"],
  [
    '24-uring',
    ['-m', 'ALL', '-ts', '11/15/23', '-te', '11/14/23'],
    [],
    'the start (-ts) is after the end (-te)',
  ],
  ['24-uring', ['-ts', '31/12/2024'], [], 'accepted: a date as MM/DD/YY with a time'],
  // 29: records behind the prefixes of syslog.
  [
    '29-syslog',
    ['-m', 'USER_LOGIN'],
    [],
    '4 records of syslog in this input not read: --input-format any reads them',
  ],
  ['29-syslog', ['-m', 'USER_LOGIN', '--input-format', 'any'], [36], '4 records read from syslog'],
  // 31: a record swallowed by NULs.
  [
    '31-nul-block',
    ['-m', 'USER_LOGIN'],
    [1, 2, 4],
    '1 line holds NUL bytes, the first in LOGS/31-nul-block.log at byte 256',
  ],
  // 34: events of the second in which a rotated file begins.
  ['34-boundary', ['-ts', '11/14/23', '23:13:25', '-m', 'ALL'], [2, 3, 4, 5], ''],
  ['34-boundary', ['-ts', '11/14/23', '23:13:26', '-m', 'ALL'], [4, 5], ''],
]

describe.each(rows)('%s %j', (log, line, serials, note) => {
  const file = path.join(logs, log)
  const input = existsSync(file) ? file : `${file}.log`

  it(`finds ${serials.join(', ') || 'nothing'}; stderr: ${note || 'as the reference'}`, async () => {
    const found = await search(['-r', ...line, '-if', input])
    expect(found.serials).toEqual(serials)
    const ours = found.notes
      .split('\n')
      .filter((text) => text.startsWith('NOTE - ') && !text.includes('using logs in'))
    if (note === '') expect(ours).toEqual([])
    else expect(ours.join('\n')).toContain(note.replace('LOGS', logs))
  })
})

describe('--format ndjson', () => {
  interface Record {
    readonly type: string
    readonly path?: string
    readonly fields: readonly { readonly name: string; readonly raw: string; readonly text?: string }[]
  }
  interface Event {
    readonly argv?: readonly string[]
    readonly argvBase64?: readonly string[]
    readonly records: readonly Record[]
  }
  const events = async (log: string, ...options: string[]): Promise<Event[]> => {
    const stdout = path.join(folder, 'stdout')
    const line = ['--format', 'ndjson', ...options, '-if', path.join(logs, `${log}.log`)]
    const found = (await runInProcess(line, stdout)).stdout.trimEnd().split('\n')
    return found.map((text) => JSON.parse(text) as Event)
  }

  it('02: arguments are joined where the kernel logged them in pieces', async () => {
    const found = await events('02-execve', '--argv')
    const bytes = (text: string) => Buffer.from(text, 'base64').toString('latin1')
    expect(found.map(({ argv, argvBase64 }) => argv ?? argvBase64?.map(bytes))).toEqual([
      ['/bin/ls', '', '/etc'],
      ['sh', '-c', 'echo hi there.', '\xe0'],
      ['sed', 'aaaaaaaaaabbbbbbbbbb', '/tmp/my file'],
      ['--last', 'one'],
    ])
  })

  it('04: all decisions of an event are there', async () => {
    const [{ records } = { records: [] }] = await events('04-two-comm-avc', '-a', '4')
    expect(records.map(({ fields }) => fields.find(({ name }) => name === 'comm')?.text)).toEqual([
      'runcon',
      'env',
      'env',
    ])
  })

  it('12: names of the log are matched by position', async () => {
    const found = (await events('12-two-uids-enriched')).flatMap(({ records }) => records)
    const named = ({ fields }: Record) =>
      fields.filter(({ name }) => /^(uid|auid|id)$/.test(name)).map(({ raw, text }) => [raw, text])
    expect(found.map(named)).toEqual([
      [
        ['0', 'root'],
        ['4321', 'adminuser'],
        ['4323', 'testuser'],
      ],
      [
        ['0', 'root'],
        ['4321', 'adminuser'],
        ['4323', 'testuser'],
      ],
    ])
  })

  it('18: each PATH item has its full name beside the raw one', async () => {
    const paths = (await events('18-paths')).flatMap(({ records }) =>
      records.filter(({ type }) => type === 'PATH').map((record) => [record.fields[1]?.raw, record.path]),
    )
    expect(paths).toEqual([
      ['"/home/u/Desktop"', '/home/u/Desktop'],
      ['"111.txt"', '/home/u/Desktop/111.txt'],
      ['"directory/file.env"', '/directory/file.env'],
      ['(null)', undefined],
    ])
  })
})

describe('--strict-exit', () => {
  it.each([
    ['06-apparmor', ['-m', 'AVC'], 4],
    ['06-apparmor', ['-m', 'AVC', '--lenient'], 0],
    ['06-apparmor', ['-m', 'LOGIN'], 1],
    ['11-node-space', [], 4],
    ['31-nul-block', [], 4],
    ['02-execve', [], 0],
  ] as const)('%s %j: %i', async (log, line, status) => {
    expect(
      (await search(['-r', '--strict-exit', ...line, '-if', path.join(logs, `${log}.log`)])).status,
    ).toBe(status)
  })
})

describe('what was not opened or not read', () => {
  const record = readFileSync(path.join(logs, '40-locale.log'))
  const family = path.join(folder, 'family')
  mkdirSync(family)
  writeFileSync(path.join(family, 'audit.log'), record)
  writeFileSync(path.join(family, 'audit.log.3'), record)
  writeFileSync(path.join(family, 'audit.log-20231114'), record)
  writeFileSync(path.join(family, 'audit.log.2.gz'), gzipSync(record))

  it('names files of the log, and how to read them', async () => {
    const { notes } = await search(['-r', '-if', family])
    for (const file of ['audit.log.3', 'audit.log-20231114', 'audit.log.2.gz'])
      expect(notes).toContain(`${family}/${file}`)
    expect(notes).toContain('--input-format any reads all files of the log')
  })

  it('says that a line in the middle of good ones is left out, and reads what comes after it in every form', async () => {
    const broken = readFileSync(path.join(logs, '11-node-space.log'), 'latin1').split('\n')[0]
    const mixed = path.join(folder, 'mixed.log')
    writeFileSync(
      mixed,
      `${record}${broken}\n${readFileSync(path.join(logs, '02-execve.log'), 'latin1')}`,
      'latin1',
    )
    for (const form of ['auto', 'any', 'audit']) {
      const choice = form === 'auto' ? [] : ['--input-format', form]
      const { serials, notes } = await search(['-r', ...choice, '-if', mixed])
      expect([form, serials]).toEqual([form, [77, 10, 11, 12, 13]])
      expect(notes).toContain('left out: 1 line that cannot be read as a record')
    }
  })

  it('knows interpreted output, and records behind a prefix', async () => {
    const mixed = path.join(folder, 'prefixed.log')
    cpSync(path.join(logs, '02-execve.log'), mixed)
    const interpreted = 'type=BPF msg=audit(11/27/19 15:04:13.120:84664) : prog-id=76 op=LOAD \n'
    writeFileSync(mixed, readFileSync(path.join(logs, '29-syslog.log')), { flag: 'a' })
    writeFileSync(mixed, interpreted, { flag: 'a' })
    const { notes } = await search(['-m', 'USER_LOGIN', '-if', mixed])
    expect(notes).toContain('4 records of syslog in this input not read: --input-format any reads them')
    expect(notes).toContain('1 not read from interpreted output of ausearch')
  })
})

describe('standard input', () => {
  const hint = "--input-logs reads this system's logs"
  const quiet = { env: { TS_AUDIT_COMPAT: '1' } }
  const stderrOf = async (pipe: string, env = {}): Promise<string> =>
    withoutConfigurationNotes((await tsAusearch(['-m', 'USER_LOGIN'], { pipe, ...env })).stderr)

  it.each([
    [
      'that holds no record',
      'echo ls',
      `NOTE - no audit record in 1 line, such as: ls; standard input, a pipe, was read as the log: ${hint}\n<no matches>\n`,
    ],
    [
      'that holds nothing',
      'true',
      `NOTE - standard input, a pipe, was read as the log: ${hint}\n<no matches>\n`,
    ],
    [
      'that is silent',
      'sleep 3',
      `NOTE - waiting for a log from standard input, which is a pipe: ${hint}\n<no matches>\n`,
    ],
  ])('%s', async (_, pipe, stderr) => {
    expect(await stderrOf(pipe)).toBe(stderr)
    if (pipe !== 'sleep 3') expect(await stderrOf(pipe, quiet)).toBe('<no matches>\n')
  })

  it('that is a log says nothing', async () => {
    expect(await stderrOf(`cat '${path.join(logs, '40-locale.log')}'`)).not.toContain('NOTE')
  })
})

describe('stderr is the reference’s', () => {
  const cases = ['mail', 'small'].flatMap(readCases)
  const run = async (
    row: (typeof cases)[number],
    variables: Readonly<Record<string, string>>,
  ): Promise<string> => {
    const before = process.cwd()
    process.chdir(row.folder)
    try {
      const outcome = await runInProcess(row.args, path.join(folder, 'stdout'), { ...row.env, ...variables })
      return withoutConfigurationNotes(outcome.stderr)
    } finally {
      process.chdir(before)
    }
  }

  it('with TS_AUDIT_COMPAT=1 in every case of the specification', async () => {
    for (const row of cases)
      expect([row.name, await run(row, { TS_AUDIT_COMPAT: '1' })]).toEqual([row.name, row.stderr])
  })

  it('without it where nothing was skipped or left unread; otherwise notes follow', async () => {
    const noted = new Map<string, string[]>()
    for (const row of cases) {
      const stderr = await run(row, {})
      if (stderr === row.stderr) continue
      const lines = stderr.split('\n')
      const ours = lines.filter((line) => line.startsWith('NOTE - ') && !row.stderr.includes(line))
      expect(lines.filter((line) => !ours.includes(line)).join('\n')).toBe(row.stderr)
      noted.set(`${row.name} ${row.args.join(' ')}`, ours)
    }
    for (const ours of [...noted.values()].flat()) {
      expect(ours).toMatch(
        /skipped, for lack|left out: |not read|NUL bytes|accepted: a date|can match no event|no event can be|the log names|did you mean|is no |lists all options|the input is|there is no|is neither/,
      )
    }
    expect(noted.size).toBeLessThan(cases.length / 3)
  })
})

describe('a time window in a log of 9 MB', () => {
  const log = path.join(folder, 'large.log')
  const lines = Array.from(
    { length: 9000 },
    (_, index) => `type=BPF msg=audit(${1_700_000_000 + 10 * index}.000:${index}): ${'x'.repeat(1000)}\n`,
  )
  lines.splice(500, 0, 'type=BPF msg=audit(99999999999999999999.0:1): all\n')
  writeFileSync(log, lines.join(''))
  const line = ['--raw', '-ts', `@${1_700_000_000 + 10 * 8995}`, '-if', log]
  const found = [8995, 8996, 8997, 8998, 8999]

  it('is searched from where it begins', async () => {
    expect(await search(line)).toEqual({ status: 0, serials: found, notes: '' })
  })

  it.each([
    ['with a strict exit status', '--strict-exit'],
    ['with --debug', '--debug'],
  ])('is read from the beginning %s', async (_, option) => {
    const { serials, notes } = await search([...line, option])
    expect(serials).toEqual(found)
    expect(notes).toContain('Error extracting time stamp (99999999999999999999.0:1)')
  })

  it('is read from the beginning for JSON, which tells lines', async () => {
    const { stdout } = await runInProcess(
      [...line.slice(1), '--format', 'ndjson'],
      path.join(folder, 'stdout'),
    )
    expect(stdout.match(/"line":\d+/g)).toEqual(found.map((serial) => `"line":${serial + 2}`))
  })
})
