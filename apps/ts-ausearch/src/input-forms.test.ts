// Inputs in which the reference finds nothing: read, from files and pipes, or refused with the remedy.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tsAusearch } from './testing/command.ts'

const fixture = (name: string) => fileURLToPath(new URL(`../../../fixtures/inputs/${name}`, import.meta.url))

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'input-forms-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Serial numbers of the BPF events of all trials: two loads and an unload. */
const SERIALS = [501, 502, 503]
const serialsOf = (raw: string): number[] =>
  [...raw.matchAll(/^type=BPF msg=audit\(\d+\.\d{3}:(\d+)\)/gm)].map(([, serial]) => Number(serial))

describe.each([
  'trials/08-console-ansi-crlf.txt',
  'trials/09-dmesg-color.txt',
  'trials/23-audisp-syslog-3x.txt',
  'trials/25-rsyslog-imfile-035.txt',
  'trials/26-filebeat.ndjson',
  'trials/33-docker-json.log',
  'trials/34-cri.log',
  'trials/68-quotes-escaped-graylog.txt',
  'trials/78-osquery-syslog.ndjson',
  'journal/16-journal.export',
  'journal/18-journal-k.json',
])('%s', (name) => {
  it('from a file', async () => {
    const { status, stdout, stderr } = await tsAusearch(['-m', 'BPF', '--raw', '-if', fixture(name)], {
      cwd: folder,
    })
    expect([status, serialsOf(stdout)]).toEqual([0, SERIALS])
    expect(stderr).toMatch(/^NOTE - \d+ records? read from /m)
  })

  it('from a pipe', async () => {
    const outcome = await tsAusearch(['-m', 'BPF', '--raw'], { pipe: `cat '${fixture(name)}'` })
    expect([outcome.status, serialsOf(outcome.stdout)]).toEqual([0, SERIALS])
  })

  it('compressed, from a pipe', async () => {
    const outcome = await tsAusearch(['-m', 'BPF', '--raw'], { pipe: `gzip -c '${fixture(name)}'` })
    expect([outcome.status, serialsOf(outcome.stdout)]).toEqual([0, SERIALS])
  })

  it('not as the reference reads it', async () => {
    const outcome = await tsAusearch(['-m', 'BPF', '-if', fixture(name), '--input-format', 'audit'])
    expect([outcome.status, outcome.stdout]).toEqual([1, ''])
    expect(outcome.stderr).toContain('<no matches>')
  })
})

it('journalctl -o short cannot be rebuilt, and the remedy is named', async () => {
  const { status, stdout, stderr } = await tsAusearch([
    ...['-m', 'BPF', '-if', fixture('trials/14-journal-copies-AUDIT1334.txt')],
  ])
  expect([status, stdout]).toEqual([1, ''])
  expect(stderr).toContain('7 not read from journalctl')
  expect(stderr).toContain('journalctl -o export')
})

it('a log that is none is told of, with its beginning', async () => {
  writeFileSync(path.join(folder, 'notes.txt'), 'shopping list\nmilk\n')
  const { status, stderr } = await tsAusearch(['-m', 'BPF', '-if', 'notes.txt'], { cwd: folder })
  expect(status).toBe(1)
  expect(stderr).toContain('NOTE - no audit record in 2 lines, such as: shopping list\n')
})

describe('what else is in a log of auditd', () => {
  const mixed = () => {
    const log = readFileSync(fixture('trials/70-mixed-audit-then-dmesg.log'))
    writeFileSync(path.join(folder, 'mixed.log'), log)
  }

  it('is not printed, and told of', async () => {
    mixed()
    const { stdout, stderr } = await tsAusearch(['-m', 'BPF', '--raw', '-if', 'mixed.log'], { cwd: folder })
    expect(serialsOf(stdout)).toEqual([501])
    expect(stderr).toMatch(/^NOTE - 4 records of .* not read: --input-format any reads them$/m)
  })

  it('is printed where that is asked for', async () => {
    mixed()
    const args = ['-m', 'BPF', '--raw', '--input-format', 'any', '-if', 'mixed.log']
    expect(serialsOf((await tsAusearch(args, { cwd: folder })).stdout)).toEqual(SERIALS)
  })
})

it('reads records under a tag, with the host of syslog as their node, where that is asked for', async () => {
  const line = 'Nov 14 22:13:20 web1 my-audit: type=BPF msg=audit(1700000000.000:7): prog-id=7 op=LOAD\n'
  writeFileSync(path.join(folder, 'messages'), line)
  const args = ['-m', 'BPF', '--raw', '-if', 'messages']
  expect((await tsAusearch(args, { cwd: folder })).status).toBe(1)
  const asked = ['--syslog-tag', 'my-audit', '--host-as-node', '--node', 'web1']
  expect((await tsAusearch([...args, ...asked], { cwd: folder })).stdout).toBe(
    'node=web1 type=BPF msg=audit(1700000000.000:7): prog-id=7 op=LOAD\n',
  )
})

describe('a folder of rotated logs', () => {
  const record = (serial: number) =>
    `type=BPF msg=audit(17000000${String(serial).padStart(2, '0')}.000:${serial}): prog-id=${serial} op=LOAD\n`
  const write = (name: string, content: string | Uint8Array) => {
    mkdirSync(path.join(folder, 'log'), { recursive: true })
    writeFileSync(path.join(folder, 'log', name), content)
  }
  const search = async (...more: string[]) => {
    const outcome = await tsAusearch(['-m', 'BPF', '--raw', '-if', 'log', ...more], { cwd: folder })
    return { ...outcome, serials: serialsOf(outcome.stdout) }
  }

  it('reads what the reference reads, and names the rest', async () => {
    write('audit.log', record(4))
    write('audit.log.1', record(3))
    write('audit.log.2.gz', gzipSync(record(2)))
    write('audit.log-20231114', record(1))
    const { serials, stderr } = await search()
    expect(serials).toEqual([3, 4])
    expect(stderr).toContain(
      'NOTE - not read: log/audit.log-20231114, log/audit.log.2.gz: --input-format any reads all files of the log\n',
    )
  })

  it('reads all in the order of their events where that is asked for', async () => {
    write('audit.log', record(4))
    write('audit.log.1', record(1))
    write('audit.log.2.gz', gzipSync(record(3)))
    write('audit.log-20231114', record(2))
    expect((await search('--input-format', 'any')).serials).toEqual([1, 2, 3, 4])
  })

  it('of which all are compressed is read by itself', async () => {
    write('audit.log.1.gz', gzipSync(record(2)))
    write('audit.log.2.gz', gzipSync(record(1)))
    const { status, serials, stderr } = await search()
    expect([status, serials]).toEqual([0, [1, 2]])
    expect(stderr).toBe('NOTE - using logs in log/audit.log\n')
  })

  it('a file that is there twice is said', async () => {
    write('audit.log', record(2))
    write('audit.log.1', record(1))
    write('audit.log.2', record(1))
    const { stderr } = await search()
    expect(stderr).toContain('NOTE - log/audit.log.1 holds the same bytes as log/audit.log.2')
  })

  it('a compressed file among plain ones is no silent gap', async () => {
    write('audit.log', record(2))
    write('audit.log.1', gzipSync(record(1)))
    const { status, serials, stderr } = await search('--strict-exit')
    expect([status, serials]).toEqual([3, [2]])
    expect(stderr).toContain('NOTE - not read: log/audit.log.1: --input-format any')
  })
})

it('checkpoints are for plain logs, and that is said', async () => {
  copyFileSync(fixture('trials/33-docker-json.log'), path.join(folder, 'docker.log'))
  const args = ['-m', 'BPF', '--raw', '-if', 'docker.log', '--checkpoint', 'checkpoint']
  const { status, stdout, stderr } = await tsAusearch(args, { cwd: folder })
  expect([status, serialsOf(stdout)]).toEqual([0, SERIALS])
  expect(stderr).toContain('Warning - checkpointing other inputs than plain audit logs is not supported\n')
})

it('a journal file is refused with the remedy', async () => {
  writeFileSync(path.join(folder, 'system.journal'), `LPKSHHRH${'\0'.repeat(500)}`)
  const { status, stderr } = await tsAusearch(['-m', 'BPF', '-if', 'system.journal'], { cwd: folder })
  expect(status).toBe(1)
  expect(stderr).toContain('journalctl -o export --file')
})

it('a plain file stays as the reference reads it, unless BPF records are asked for, and that is said', async () => {
  const file = fixture('trials/33-docker-json.log')
  const search = await tsAusearch(['-ui', '0', '-if', file])
  expect([search.status, search.stdout]).toEqual([1, ''])
  expect(search.stderr).toBe(
    "NOTE - 7 records of Docker's json-file in this input not read: --input-format any reads them\n<no matches>\n",
  )
  for (const args of [['--input-format', 'any'], ['--strict-exit'], ['--expr', 'uid == 0']]) {
    const { status, stdout } = await tsAusearch(['--raw', ...args, '-if', file])
    expect([args, status, stdout.length > 0]).toEqual([args, 0, true])
  }
})

it('a live pipe that says little is looked at all the same', async () => {
  const lines = readFileSync(fixture('trials/33-docker-json.log'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('type=BPF'))
  const print = (line: string | undefined) => `printf '%s\\n' '${line}'`
  const pipe = `(${print(lines[0])}; sleep 2; ${print(lines.at(-1))})`
  const { stdout } = await tsAusearch(['--raw', '-l'], { pipe })
  expect(serialsOf(stdout)).toEqual([SERIALS[0], SERIALS.at(-1)])
})

describe.each(['ndjson', 'json'])('events that the command has printed as %s', (format) => {
  const log = fileURLToPath(new URL('../../../fixtures/captures/bpf-basic/audit.log', import.meta.url))

  it('are the log again, from a file', async () => {
    const { stdout: printed } = await tsAusearch(['--format', format, '-if', log])
    const file = path.join(folder, 'events.json')
    writeFileSync(file, printed)
    const { stdout: expected } = await tsAusearch(['--raw', '-if', log])
    const { status, stdout, stderr } = await tsAusearch(['--raw', '-if', file], { cwd: folder })
    expect([status, stdout]).toEqual([0, expected])
    expect(stderr).toMatch(/^NOTE - \d+ records read from JSON of ts-audit$/m)
  })
})
