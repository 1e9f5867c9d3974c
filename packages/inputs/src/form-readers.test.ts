// What a user can say of an input's programs and hosts, and how notes name a form inside another.
import { recordText } from '@ts-audit/log'
import { describe, expect, test } from 'vitest'
import { type ReadInputOptions, readInput } from './read-input.ts'

const plain = 'type=BPF msg=audit(1700000000.123:42): prog-id=7 op=LOAD'
const kernel = 'audit: type=1334 audit(1700000000.123:42): prog-id=7 op=LOAD'

async function read(line: string, options: ReadInputOptions) {
  const input = readInput([new TextEncoder().encode(`${line}\n`)], options)
  const records: string[] = []
  for await (const { records: all } of input) records.push(...all.map(recordText))
  return { records, notes: input.notes() }
}

const entry = (fields: Record<string, string>): string =>
  JSON.stringify({
    _TRANSPORT: 'syslog',
    _HOSTNAME: 'web1',
    SYSLOG_IDENTIFIER: 'my-audit',
    MESSAGE: plain,
    ...fields,
  })
const exported = (line: string): string =>
  `${Object.entries(JSON.parse(line) as Record<string, string>)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')}\n`

describe('a tag that the user names', () => {
  test.each([
    `Nov 14 22:13:20 web1 my-audit[7]: ${plain}`,
    `Nov 14 22:13:20 my-audit ${plain}`,
    `<14>1 2023-11-14T22:13:20Z web1 my-audit 77 ID1 - ${plain}`,
    `[   12.345678] web1 my-audit: ${plain}`,
    entry({}),
    exported(entry({})),
    JSON.stringify({ ident: 'my-audit', message: plain }),
    JSON.stringify({ tag: 'my-audit', facility: '1', message: plain, severity: '6' }),
  ])('%s', async (line) => {
    const { records } = await read(line, { syslogTags: ['other', 'my-audit'] })
    expect(records).toEqual([plain])
    expect((await read(line, {})).records).toEqual([])
    expect((await read(line, { syslogTags: ['my-audi', 'my-audit2'] })).records).toEqual([])
  })
})

describe('the host as the node', () => {
  const audit = { SYSLOG_IDENTIFIER: 'audit' }
  test.each([
    `Nov 14 22:13:20 web1 audisp-syslog: ${plain}`,
    `Nov 14 22:13:20 web1 kernel: [   12.345678] ${kernel}`,
    `Nov 14 22:13:20 web1 user.info audispd: ${plain}`,
    `<14>1 2023-11-14T22:13:20Z web1 audispd 77 ID1 - ${plain}`,
    `83 <14>Nov 14 22:13:20 web1 audisp-syslog: ${plain}`.replace('83', String(plain.length + 40)),
    `[   12.345678] web1 kernel: ${kernel}`,
    entry(audit),
    entry({ ...audit, _TRANSPORT: 'kernel', MESSAGE: kernel }),
    exported(entry(audit)),
    JSON.stringify({ '@timestamp': 't', message: plain, host: { name: 'web1' } }),
    JSON.stringify({ '@timestamp': 't', message: plain, 'host.name': 'web1' }),
    JSON.stringify({ message: plain, source_type: 'file', host: 'web1' }),
    JSON.stringify({ event: plain, host: 'web1' }),
    JSON.stringify({ message: plain, hostname: 'web1' }),
  ])('%s', async (line) => {
    expect((await read(line, { hostAsNode: true })).records).toEqual([`node=web1 ${plain}`])
    expect((await read(line, {})).records).toEqual([plain])
  })

  test.each([
    ['a record has its own', `Nov 14 22:13:20 web1 audispd: node=db2 ${plain}`, `node=db2 ${plain}`],
    ['there is none', `Nov 14 22:13:20 audispd: ${plain}`, plain],
    ['it is none', JSON.stringify({ message: plain, hostname: 'a b type=X' }), plain],
    ['it is of the line before', `Nov 14 22:13:20 web1 cron: x\n${kernel}`, plain],
    ['auditd wrote it', plain, plain],
  ])('not where %s', async (_, line, record) => {
    expect((await read(line, { hostAsNode: true })).records).toEqual([record])
  })
})

test.each([
  [entry({ _TRANSPORT: 'kernel', MESSAGE: kernel }), "the kernel's messages in journalctl's JSON"],
  [
    `${JSON.stringify({ log: `Nov 14 22:13:20 web1 audispd: ${plain}\n`, stream: 'stdout', time: 't' })}`,
    "syslog in Docker's json-file",
  ],
  [kernel, "the kernel's text without stamps"],
])('notes say what carries a text: %s', async (line, title) => {
  expect((await read(line, {})).notes[0]).toContain(`1 record read from ${title};`)
})
