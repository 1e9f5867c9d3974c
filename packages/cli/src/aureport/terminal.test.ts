// What a report shows on a terminal: nothing that could steer it.
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { runAureport } from './run-aureport.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'ts-aureport-'))
afterAll(() => rmSync(folder, { recursive: true }))

const log = path.join(folder, 'log')
// `hostname=` is a raw column: the reference prints its bytes as they are.
writeFileSync(
  log,
  'type=USER_LOGIN msg=audit(1700000000.000:1): pid=1 uid=0 auid=0 ses=1 msg=\'op=login acct="a" hostname=\x9b31m\x1b[2J addr=? terminal=t res=success\'\n',
  'latin1',
)

/** What the command prints, latin1. */
async function printed(terminal: boolean, tokens: readonly string[]): Promise<string> {
  const file = path.join(folder, 'out')
  const stdout = openSync(file, 'w')
  const stdin = openSync('/dev/null', 'r')
  await runAureport({
    tokens,
    variables: { LC_ALL: 'C' },
    machine: 'x86_64',
    isTerminal: (descriptor) => terminal && descriptor === stdout,
    note: () => {},
    stdin,
    stdout,
  })
  closeSync(stdout)
  closeSync(stdin)
  return readFileSync(file, 'latin1')
}

test.each([
  [true, [], '1  \\23331m\\033[2J'],
  [true, ['--escape', 'raw'], '1  \x9b31m\x1b[2J'],
  [false, [], '1  \x9b31m\x1b[2J'],
])('terminal: %s, options %j', async (terminal, options, expected) => {
  const text = await printed(terminal, ['-h', '--summary', ...options, '-if', log])
  expect(text.trimEnd().split('\n').at(-1)).toBe(expected)
})

describe('the BPF report', () => {
  const programs = path.join(folder, 'bpf.log')
  // ESC, C1 control, right-to-left override, DEL, tag: in hex, as the kernel writes such names.
  const name = Buffer.from('\x1b[2J\x9b31m\xc2\x9b\xe2\x80\xae\x7f\xf3\xa0\x81\x81', 'latin1')
    .toString('hex')
    .toUpperCase()
  writeFileSync(
    programs,
    `type=BPF msg=audit(1700000000.000:1): prog-id=1 op=LOAD
type=SYSCALL msg=audit(1700000000.000:1): arch=c000003e syscall=321 success=yes exit=3 a0=5 a1=0 a2=90 a3=0 items=0 ppid=1 pid=2 auid=0 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=pts0 ses=1 comm=${name} exe=${name} subj=\x9b31m key=${name}
`,
    'latin1',
  )
  const steering = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e]|\udb40[\udc00-\udc7f]/
  /** A lone byte above 0x7f would be a control character of its own. */
  const utf8 = new TextDecoder('utf-8', { fatal: true })

  test.each(
    ['', 'programs', 'loaded', 'loaders', 'commands', 'findings'].flatMap((view) =>
      ['', 'json', 'ndjson', 'csv', 'html'].map((format) => [view, format] as const),
    ),
  )('--bpf %s --format %s has nothing that steers a terminal', async (view, format) => {
    const words = `--bpf ${view} ${format === '' ? '' : `--format ${format}`}`.split(' ').filter(Boolean)
    const text = utf8.decode(Buffer.from(await printed(true, [...words, '-if', programs]), 'latin1'))
    expect(text).not.toBe('')
    expect(steering.exec(text)).toBeNull()
    if (format === 'json') expect(() => JSON.parse(text)).not.toThrow()
  })

  test('on a terminal JSON means what it means in a pipe', async () => {
    const words = ['--bpf', 'programs', '--format', 'json', '-if', programs]
    const [shown, piped] = [await printed(true, words), await printed(false, words)].map((text) =>
      Buffer.from(text, 'latin1').toString(),
    )
    expect(shown).not.toBe(piped)
    expect(JSON.parse(shown ?? '')).toEqual(JSON.parse(piped ?? ''))
  })
})
