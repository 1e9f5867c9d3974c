/** Real records, and hostile ones, for tests that two ways of writing are one. */
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'

const logs = new URL('../../../fixtures/', import.meta.url)

const LONGEST = 200_000
/** The logs of the fixtures, each at most {@link LONGEST} bytes. */
export const fixtures: readonly Uint8Array[] = readdirSync(logs, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.log'))
  .map((path) => readFileSync(new URL(path, logs)).subarray(0, LONGEST))

const lines = fixtures.flatMap((log) =>
  Buffer.from(log.subarray(0, 40_000)).toString('latin1').split('\n').slice(0, 60),
)
const bodies = lines
  .filter((line) => line.includes('): ') && line.length < 1200)
  .map((line) => line.slice(line.indexOf('): ') + 3))

const pieces = fc.constantFrom(
  ...['=', ' ', ',', '"', "'", '(', ')', '\x01', '\x1d', '00', '-', '{ }', '\\', '\x7f', '\t', '\xff', 'bär'],
  ...[
    ' acct=',
    ' acct="a b" ',
    ' acct=726F6F74: ',
    ' subj=a,b ',
    ' uid=1',
    ':',
    ' __proto__=1',
    " msg='op=x ",
  ],
  ...[
    ' hook=1',
    ' data=6C730D',
    ' a0=2',
    ' a1=40',
    ' arch=40000003',
    ' arch=c00000b7',
    ' arch=c0000102',
    ' syscall=102',
    ' syscall=257',
  ],
  ...[
    ' exit=-13',
    'UID="x y"',
    '\x1dUID="x" AUID="unknown(7)"',
    '\x1dUID="a" UID="b" Z="c" Z="d"',
    '\x1dSADDR={ a=b c=d }',
    ' proctitle=0041',
  ],
  ...[
    ' proctitle=2F62696E2F7368002D63',
    ' proctitle=C3A4',
    ' name=(null)',
    ' name=62C3A472',
    ' name=2200',
    ' a2=7ffc',
  ],
  ...[
    ' saddr=02000035',
    ' fan_type=1',
    ' ses=4294967295',
    ' cmd=6C73202D6C',
    ' cwd="/a b"',
    ' key=610162',
    ' x="a b"',
  ],
  ...[
    ' mode=0100644',
    ' uring_op=18',
    ' success=yes',
    " a='b c'",
    ' a2=(x)',
    ` ${'n'.repeat(40)}=1`,
    ' a"b=1',
    ' =x',
  ],
)
const types = fc.constantFrom(
  ...[
    'SYSCALL',
    'SECCOMP',
    'URINGOP',
    'EXECVE',
    'PATH',
    'PROCTITLE',
    'AVC',
    'USER_TTY',
    'TRUSTED_APP',
    'KERN_MODULE',
  ],
  ...['USER_LOGIN', 'SOCKADDR', 'CRYPTO_KEY_USER', 'ADD_GROUP', 'BPF', 'UNKNOWN[1399]', 'MADE_UP', 'LOGIN'],
)
/** Bodies of real records with pieces put into them. */
export const mutatedBodies: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...bodies), fc.array(fc.tuple(fc.nat(700), fc.nat(12), pieces), { maxLength: 5 }))
  .map(([line, edits]) =>
    edits.reduce(
      (text, [at, cut, piece]) =>
        text.slice(0, at % (text.length + 1)) + piece + text.slice((at % (text.length + 1)) + cut),
      line,
    ),
  )

/** Any bytes. */
export const arbitraryBodies: fc.Arbitrary<string> = fc
  .uint8Array({ maxLength: 300 })
  .map((bytes) => Buffer.from(bytes).toString('latin1'))

/** Logs of up to two events with such bodies. */
export function hostileLogs(body: fc.Arbitrary<string>): fc.Arbitrary<Uint8Array> {
  const records = fc.array(fc.record({ type: types, body }), { minLength: 1, maxLength: 4 })
  return fc.tuple(records, fc.constantFrom('', 'node=a ', 'node=b\xe4r ')).map(([all, node]) => {
    const lines = all.map(
      ({ type, body: text }, at) =>
        `${node}type=${type} msg=audit(1700000000.00${at >> 1}:${at >> 1}): ${text}\n`,
    )
    return Buffer.from(lines.join(''), 'latin1')
  })
}
