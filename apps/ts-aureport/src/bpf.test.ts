// `--bpf`, the report in aureport's own manner, and what its views say of logs whose truth is known.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { run } from '@ts-audit/testing/command'
import { fixtures } from '@ts-audit/testing/fixtures'
import { schemaErrors } from '@ts-audit/testing/json-schema'
import { afterAll, describe, expect, test } from 'vitest'
import { bpf, bpfJson, fixture, occurrences, snapshotIds } from './testing/bpf.ts'
import { builtCommand, tsAureport } from './testing/command.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'ts-aureport-'))
afterAll(() => rmSync(folder, { recursive: true }))

const VIEWS = ['programs', 'loaded', 'loaders', 'commands', 'findings'] as const
const CAPTURES = [
  'bpf-basic',
  'bpf-enriched',
  'bpf-node',
  'bpf-k510',
  'bpf-k612',
  'bpf-norules',
  'bpf-nosyscall',
]
const schema = JSON.parse(
  readFileSync(new URL('../../../packages/bpf/schema/bpf-report-2.schema.json', import.meta.url), 'utf8'),
)
const errorsOf = schemaErrors(schema)
const lines = (text: string) => text.split('\n').slice(0, -1)

describe('in aureport’s own manner', () => {
  // By hand from the log (fixtures/bpf/README.md): a process is shown beside an UNLOAD only where its call can drop one.
  const several = [
    '',
    'BPF Report',
    '======================================================',
    '# date time prog-id op success auid exe comm pid event',
    '======================================================',
    '1. 11/14/23 22:13:21 1 LOAD yes 1000 /usr/sbin/loader loader 100 10',
    '2. 11/14/23 22:13:21 2 LOAD yes 1000 /usr/sbin/loader loader 100 10',
    '3. 11/14/23 22:13:22 1 UNLOAD unset 1000 /usr/bin/cat cat 300 11',
    '4. 11/14/23 22:13:22 2 UNLOAD unset 1000 /usr/bin/cat cat 300 11',
    '5. 11/14/23 22:13:23 4 UNLOAD no 1000 /usr/sbin/loader loader 101 12',
    '6. 11/14/23 22:13:23 4 LOAD no 1000 /usr/sbin/loader loader 101 12',
    '7. 11/14/23 22:13:24 5 UNLOAD yes ? ? ? ? 13',
    '8. 11/14/23 22:13:24 6 LOAD yes 1000 /usr/sbin/loader loader 102 13',
    '9. 11/14/23 22:13:25 6 UNLOAD yes ? ? ? ? 14',
    '10. 11/14/23 22:13:26 7 LOAD yes 1000 /usr/sbin/loader loader 103 15',
    '11. 11/14/23 22:13:27 7 UNLOAD yes 1000 /usr/sbin/loader loader 302 16',
  ]
  const numbered = (...wanted: readonly number[]) =>
    wanted.map((number, at) => `${at + 1}.${several[4 + number]?.replace(/^\d+\./, '')}`)

  test.each<[args: string, rows: readonly string[]]>([
    ['', several.slice(5)],
    ['--success', numbered(1, 2, 7, 8, 9, 10, 11)],
    ['--failed', numbered(5, 6)],
    ['-ts @1700000005', numbered(9, 10, 11)],
    ['-te @1700000002', numbered(1, 2, 3, 4)],
    ['-ts @1700000003 -te @1700000003', numbered(5, 6)],
  ])('--bpf %s', async (args, rows) => {
    const { stdout, status } = await bpf(`${args} -if bpf/several-records.log`.trim())
    expect(lines(stdout)).toEqual([...several.slice(0, 5), ...rows])
    expect(status).toBe(0)
  })

  test('what is asked for by -i are names', async () => {
    const { stdout } = await bpf('-i -if mail/audit.log')
    expect(lines(stdout).slice(5)).toEqual([
      '1. 11/27/19 15:04:13 76 LOAD yes root /root/tests/bpf/bpf bpf 1056 84664',
      '2. 11/27/19 15:04:13 76 UNLOAD unset ? ? ? ? 84665',
    ])
  })

  test('a node is asked for by its name', async () => {
    const { stdout } = await bpf('--node beta --format ndjson -if bpf/nodes.log')
    const rows = lines(stdout).map((line) => JSON.parse(line))
    expect(rows).toHaveLength(occurrences(fixture('bpf/nodes.log'), 'node=beta type=BPF'))
  })

  test('nothing found is status 1', async () => {
    expect(await bpf('-if small/e1.log')).toMatchObject({
      status: 1,
      stdout: `${several.slice(0, 5).join('\n')}\n<no events of interest were found>\n\n`,
    })
  })

  test('the summary counts loads by loader', async () => {
    const { stdout } = await bpf('--summary -if captures/systemd/audit.log')
    const log = fixture('captures/systemd/audit.log')
    expect(lines(stdout).slice(0, 6)).toEqual([
      '',
      'BPF Summary Report',
      '==========================',
      'total  loader',
      '==========================',
      '134  /usr/lib/systemd/systemd',
    ])
    const total = lines(stdout)
      .slice(5)
      .reduce((sum, line) => sum + Number.parseInt(line, 10), 0)
    expect(total).toBe(occurrences(log, 'op=LOAD'))
  })

  test.each(CAPTURES)('%s: a row for every record', async (name) => {
    const log = fixture(`captures/${name}/audit.log`)
    const { stdout } = await bpf(`--format json -if captures/${name}/audit.log`)
    const { rows, report } = JSON.parse(Buffer.from(stdout, 'latin1').toString('utf8'))
    const byOperation = (op: string) => rows.filter((row: { op: string }) => row.op === op)
    expect(report).toBe('bpf')
    expect(byOperation('LOAD')).toHaveLength(occurrences(log, ' op=LOAD'))
    expect(byOperation('UNLOAD')).toHaveLength(occurrences(log, ' op=UNLOAD'))
    expect(Object.keys(rows[0])).toEqual([
      'time',
      'progId',
      'op',
      'success',
      'auid',
      'exe',
      'comm',
      'pid',
      'serial',
      'event',
    ])
  })

  test('csv has a header and a row for every record', async () => {
    const { stdout } = await bpf('--format csv -if mail/audit.log')
    expect(lines(stdout)).toEqual([
      'time,progId,op,success,auid,exe,comm,pid,serial,event',
      '2019-11-27T15:04:13.120Z,76,LOAD,yes,0,/root/tests/bpf/bpf,bpf,1056,84664,1574867053.120:84664',
      '2019-11-27T15:04:13.120Z,76,UNLOAD,,,,,,84665,1574867053.120:84665',
    ])
  })
})

describe('the views of real logs', () => {
  test.each(CAPTURES)('%s: what is still loaded is what the kernel had', async (name) => {
    const { programs, coverage } = await bpfJson(`loaded -if captures/${name}/audit.log`)
    const left = snapshotIds(`captures/${name}/left-loaded.json`)
    expect(programs?.map(({ progId }) => progId)).toEqual(left)
    const { stdout } = await bpf(`loaded -if captures/${name}/audit.log`)
    expect(lines(stdout).filter((line) => /^\d+\. /.test(line))).toHaveLength(left.length)
    expect(coverage.stillLoaded).toBe(left.length)
  })

  test('nothing is left where the kernel had nothing: status 1, and the coverage note', async () => {
    const { stdout, status } = await bpf('loaded -if captures/bpf-softirq/audit.log')
    expect(stdout).toContain('<no events of interest were found>\n\n\nCoverage: 870 of 870 loads name')
    expect(status).toBe(1)
  })

  test('rotated logs are one log', async () => {
    const { programs } = await bpfJson('loaded -if captures/rotated')
    const left = new Set(snapshotIds('captures/rotated/left-loaded.json'))
    expect(programs?.filter(({ progId }) => !left.has(progId))).toEqual([])
  })

  const kinds = ['bpf-basic', 'bpf-node', 'bpf-k612', 'bpf-nosyscall']
  test.each(kinds.flatMap((name) => VIEWS.map((view) => [view, name] as const)))(
    '%s of %s is as the published schema says, and the same as lines and as a table',
    async (view, name) => {
      const file = `-if captures/${name}/audit.log`
      const part = view === 'loaded' ? 'programs' : view
      const [json, ndjson, csv] = await Promise.all([
        bpfJson(`${view} ${file}`),
        bpf(`${view} --format ndjson ${file}`),
        bpf(`${view} --format csv ${file}`),
      ])
      expect(errorsOf(json)).toEqual([])
      expect(Object.keys(json)).toEqual(['schema', 'coverage', part])
      const items = json[part] ?? []
      const text = Buffer.from(ndjson.stdout, 'latin1').toString('utf8')
      const { schema, coverage } = json
      expect(lines(text).map((line) => JSON.parse(line))).toEqual([...items, { schema, coverage }])
      expect(lines(csv.stdout)).toHaveLength(items.length + 1)
      expect(ndjson.status).toBe(items.length > 0 ? 0 : 1)
    },
  )

  test.each(CAPTURES)('%s as a page: its numbers are those of the JSON', async (name) => {
    const page = await bpf(`--format html -if captures/${name}/audit.log`)
    const { coverage, programs } = await bpfJson(`programs -if captures/${name}/audit.log`)
    const shown = (id: string) => Number(new RegExp(`id="n-${id}">([^<]*)<`).exec(page.stdout)?.[1])
    expect(page.status).toBe(0)
    expect(page.stdout.startsWith('<!doctype html>')).toBe(true)
    expect([shown('programs'), shown('loads'), shown('unloads'), shown('still-loaded')]).toEqual([
      programs?.length,
      coverage.loads,
      coverage.unloads,
      coverage.stillLoaded,
    ])
  })
})

describe('the views of hand-made logs', () => {
  const expected = lines(fixture('bpf/expected.tsv'))
    .slice(1)
    .map((line) => line.split('\t'))
  const names = [...new Set(expected.map(([name]) => name))]

  test.each(names)('%s: programs and their states', async (name) => {
    const { programs } = await bpfJson(`programs -if bpf/${name}.log`)
    const found = programs?.map(({ node = '', boot, progId, state }) =>
      [node, String(boot), String(progId), state].join(' '),
    )
    const wanted = expected.filter(([fixtureName]) => fixtureName === name)
    expect(found?.sort()).toEqual(wanted.map((row) => row.slice(1, 5).join(' ')).sort())
  })

  test('the time window gives the state at its end, and forgets what was before its begin', async () => {
    const loadedAt = async (args: string) => {
      const { programs } = await bpfJson(`loaded ${args} -if bpf/reboots.log`)
      return programs?.map(({ progId }) => progId)
    }
    expect(await loadedAt('-te @1700000001')).toEqual([40])
    expect(await loadedAt('-te @1700000010')).toEqual([41])
    expect(await loadedAt('-te @1700000062')).toEqual([1, 2])
    expect(await loadedAt('')).toEqual([3])
    const { programs } = await bpfJson('programs -ts @1700000002 -te @1700000002 -if bpf/reboots.log')
    expect(programs).toMatchObject([{ progId: 40, state: 'loaded-before-log' }])
  })

  test('a node is asked for by its name', async () => {
    const { programs, coverage } = await bpfJson('programs --node beta -if bpf/nodes.log')
    expect(programs?.map(({ node }) => node)).toEqual(['beta', 'beta', 'beta'])
    expect(coverage.nodes).toEqual(['beta'])
  })

  test('--failed and --success keep programs, loaders and commands with such calls', async () => {
    const log = '-if captures/bpf-basic/audit.log'
    const failed = await bpfJson(`programs --failed ${log}`)
    expect(failed.programs).toHaveLength(1)
    const whole = await bpfJson(`commands ${log}`)
    const commands = await bpfJson(`commands --failed ${log}`)
    expect(commands.commands).toEqual(whole.commands?.filter((command) => command.failed > 0))
    const loaders = await bpfJson(`loaders --success ${log}`)
    expect(loaders.loaders?.every(({ loads }) => loads > 0)).toBe(true)
    // Coverage stays that of the whole log.
    expect(failed.coverage).toEqual(whole.coverage)
  })

  test('users have names with -i', async () => {
    const { stdout } = await bpf('programs -i -if mail/audit.log')
    expect(stdout).toMatch(
      /^1\. 76 unloaded 11\/27\/19 15:04:13\.120 .* root \/root\/tests\/bpf\/bpf bpf 1056 high \? \?$/m,
    )
    const csv = await bpf('programs -i --format csv -if mail/audit.log')
    expect(csv.stdout).toContain(',root,')
  })

  test('the command below a finding names all of its evidence, and the log', async () => {
    const log = 'bpf/incidents/94-linkpro-like.log'
    const { stdout } = await bpf(`findings -if ${log}`)
    const { findings } = await bpfJson(`findings -if ${log}`)
    expect(lines(stdout).filter((line) => line.startsWith('   events: '))).toEqual(
      findings?.map(({ evidence }) => `   events: ts-ausearch -i -a ${evidence.join(',')} -if ${log}`),
    )
  })

  test('stories as JSON are as the schema says; two logs are compared, a log with itself is status 1', async () => {
    const story = await bpf(
      'story --of session=6 --format json -if bpf/incidents/98-agent-killed-audit-off.log',
    )
    const report = JSON.parse(story.stdout)
    expect(errorsOf(report)).toEqual([])
    expect(report.stories).toHaveLength(1)
    const [basic, node] = ['captures/bpf-basic/audit.log', 'captures/bpf-node/audit.log']
    expect(await bpf(`diff ${basic} ${node}`)).toMatchObject({ status: 0, stderr: '' })
    expect(await bpf(`diff ${basic} ${basic}`)).toMatchObject({ status: 1, stderr: '' })
    const page = path.join(folder, 'page.html')
    writeFileSync(page, '<!doctype html>\n')
    // No difference is told to what is neither a log nor a report: all would be new.
    expect(await bpf(`diff ${page} ${basic}`)).toEqual({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining(`${page}: no audit record was read from it, and it is no report`),
    })
  })

  test('systemd’s short-lived programs are counted rows, unless --all; json always has them all', async () => {
    const log = '-if captures/systemd/audit.log'
    const rows = (text: string) => lines(text).filter((line) => /^\d+\. /.test(line))
    const folded = rows((await bpf(`programs ${log}`)).stdout)
    const all = rows((await bpf(`programs --all ${log}`)).stdout)
    const { programs } = await bpfJson(`programs ${log}`)
    const counted = folded.filter((row) => row.includes(' short-lived '))
    const hidden = counted.reduce((sum, row) => sum + Number(/ (\d+) short-lived/.exec(row)?.[1]), 0)
    expect(counted.length).toBeGreaterThan(0)
    expect(folded.length - counted.length + hidden).toBe(all.length)
    expect(all).toHaveLength(programs?.length ?? 0)
    const none = rows((await bpf(`programs --short-lived-ms 0 ${log}`)).stdout)
    expect(none.length).toBeGreaterThan(folded.length)
  })

  test('loaders are told apart by what --by says', async () => {
    const { stdout } = await bpf('loaders --by exe --format csv -if captures/systemd/audit.log')
    const [header = '', ...rows] = lines(stdout)
    const exe = header.split(',').indexOf('exe')
    const names = rows.map((row) => row.split(',')[exe])
    expect(new Set(names).size).toBe(rows.length)
    const units = await bpf('loaders --by unit -if captures/systemd/audit.log')
    expect(units.stdout).toMatch(/^\d+\. init\.scope 134 /m)
    expect(units.stdout).toMatch(/^\d+\. session-\d+\.scope /m)
  })
})

test('output that nobody takes ends by SIGPIPE, silently', async () => {
  const script = '{ "$@" 2> errors; echo $? > status; } | head -c 100 > begun'
  const log = path.join(fixtures, 'captures/bpf-basic/audit.log')
  const command = [process.execPath, builtCommand, '--bpf', 'programs', '--format', 'json', '-if', log]
  await run(['sh', '-c', script, 'sh', ...command], { cwd: folder })
  expect(readFileSync(path.join(folder, 'status'), 'latin1')).toBe('141\n')
  expect(readFileSync(path.join(folder, 'errors'), 'latin1')).not.toMatch(/EPIPE|rror:/)
})

test('a log that cannot be opened gives no half of a document', async () => {
  for (const form of ['', '--format json', '--format csv', '--format html']) {
    expect(await bpf(`programs ${form} -if nope.log`)).toMatchObject({
      status: 1,
      stdout: '',
    })
  }
})

test('a log full of hostile names is only text', async () => {
  const hex = (text: string) => Buffer.from(text, 'latin1').toString('hex').toUpperCase()
  const hostile = [
    '\x1b[2J\x9b31m',
    '__proto__',
    '=cmd()|x',
    '<script>alert(1)</script>',
    'a\nb,"c"',
    '\xe2\x80\xae',
  ]
  const records = hostile.map((name, at) =>
    [
      `type=BPF msg=audit(1700000001.000:${at + 10}): prog-id=${at + 1} op=LOAD`,
      `type=SYSCALL msg=audit(1700000001.000:${at + 10}): arch=c000003e syscall=321 success=yes exit=3 a0=5 a1=0 a2=90 a3=0 items=0 ppid=1 pid=${at + 100} auid=1000 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=(none) ses=3 comm=${hex(name)} exe=${hex(`/tmp/${name}`)} subj=unconfined key=(null)\n`,
    ].join('\n'),
  )
  const log = path.join(folder, 'hostile.log')
  writeFileSync(log, records.join(''), 'latin1')
  const outputs = await Promise.all(
    ['', ...VIEWS].map((view) => tsAureport(['--bpf', ...(view === '' ? [] : [view]), '-if', log])),
  )
  for (const { stdout, status } of outputs) {
    expect(status).toBe(0)
    expect(stdout).not.toMatch(/\x1b/)
  }
  expect(outputs[1]?.stdout).toContain(' /tmp/a\\012b,"c" a\\012b,"c" ')
  const { programs } = await bpfJson(`programs -if ${log}`)
  expect(programs?.map(({ loader }) => loader?.comm).slice(1, 4)).toEqual(hostile.slice(1, 4))
  const csv = await tsAureport(['--bpf', 'programs', '--format', 'csv', '-if', log])
  expect(csv.stdout).toContain(",'=cmd()|x,")
  expect(lines(csv.stdout)).toHaveLength(hostile.length + 1)
  const page = await tsAureport(['--bpf', '--format', 'html', '-if', log])
  expect(page.stdout).not.toContain('<script>alert')
  expect(page.stdout).toContain('&lt;script&gt;alert')
})

// With a look at all records for every row this took over ten minutes.
test('an event of very many unloads takes time in proportion to them', { timeout: 60_000 }, async () => {
  const unloads = 40_000
  const stamp = 'audit(1700000001.000:10)'
  const records = [
    `type=SYSCALL msg=${stamp}: arch=c000003e syscall=321 success=no exit=-24 a0=5 a1=0 a2=90 a3=0 items=0 ppid=1 pid=7 auid=1000 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=(none) ses=3 comm="x" exe="/usr/sbin/x" subj=unconfined key=(null)`,
    `type=BPF msg=${stamp}: prog-id=1 op=LOAD`,
  ]
  for (let id = 1; id <= unloads; id++) records.push(`type=BPF msg=${stamp}: prog-id=${id} op=UNLOAD`)
  const log = path.join(folder, 'unloads.log')
  writeFileSync(log, records.map((record) => `${record}\n`).join(''))
  const { stdout } = await bpf(`-if ${log}`)
  const rows = lines(stdout).slice(5)
  expect(rows).toHaveLength(unloads + 1)
  expect(rows[1]).toBe('2. 11/14/23 22:13:21 1 UNLOAD no 1000 /usr/sbin/x x 7 10')
  expect(rows[2]).toBe('3. 11/14/23 22:13:21 2 UNLOAD no ? ? ? ? 10')
})
