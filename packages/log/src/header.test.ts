import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HeaderParser } from './header.ts'
import { latin1 } from './record.ts'
import { bytes } from './testing/chunks.ts'

/** `node type seconds.milliseconds:serial` of a line, or why it is no record. */
function header(line: string, timeout = 2): string {
  const parser = new HeaderParser(timeout)
  const buffer = bytes(`${line}\n`)
  const error = parser.parse(buffer, 0, line.length)
  if (error !== undefined) return error === 'bad stamp' ? `${error} (${parser.badStamp})` : error
  const { nodeStart, nodeEnd, type, seconds, milliseconds, serial, exact } = parser.header
  const node = nodeStart < 0 ? '-' : latin1(buffer, nodeStart, nodeEnd)
  return `${node} ${type} ${exact?.seconds ?? seconds}.${milliseconds}:${exact?.serial ?? serial}`
}

describe('headers (spec 01 §3)', () => {
  it.each<[line: string, header: string]>([
    // The specification's own examples.
    ['type=USER msg=audit(1.0:1): too short', 'no message'],
    ['type=USER msg=audit(1.000:1): long enough', '- 1005 1.0:1'],
    ['type=FOO msg=audit(1700000000.123:45): unknown name', '- -1 1700000000.123:45'],
    ['type=UNKNOWN[1309] msg=audit(1700000001.123:46): by number in brackets', '- 1309 1700000001.123:46'],
    ['type=1309 msg=audit(1700000002.123:47): plain number', '- 1309 1700000002.123:47'],
    ['type=execve msg=audit(1700000003.123:48): lower case', '- 1309 1700000003.123:48'],
    ['type=EXECVE msg=audit(1700000004:49): no milliseconds', '- 1309 1700000004.0:49'],
    ['type=EXECVE msg=audit(1700000005.999): no serial', '- 1309 1700000005.999:0'],
    ['type=EXECVE audit(1700000006.100:50): no msg=', '- 1309 1700000006.100:50'],
    ['type=EXECVE msg=audit(1700000007.100:51 no parenthesis', '- 1309 1700000007.100:51'],
    ['type=EXECVE msg=audit(abcdefghijk.abc:xyz): all zero', '- 1309 0.0:0'],
    ['type=EXECVE msg=audit(1700000008.1000:52): bad milli', 'bad stamp (1700000008.1000:52)'],
    ['type=EXECVE msg=audit(-1700000008.100:53): negative', 'bad stamp (-1700000008.100:53)'],
    ['Nov 14 host kernel: type=1309 audit(1700000009.100:54): syslog', 'no message'],
    ['  type=EXECVE  msg=audit(1700000010.100:55): extra spaces', '- 1309 1700000010.100:55'],
    ['nXXX=alpha type=EXECVE msg=audit(1700000011.100:56): node alpha', 'alpha 1309 1700000011.100:56'],
    ['node=beta type=EXECVE msg=audit(1700000012.100:57): node beta', 'beta 1309 1700000012.100:57'],
    ['audit: type=1309 audit(1700000012.100:57): kernel log', 'no message'],
    // Its rules.
    ['', 'no type'],
    ['   ', 'no type'],
    ['type=USER', 'no message'],
    ['node=a', 'no type'],
    ['node=a type=USER', 'no message'],
    ['type=USER msg=audit[1700000000.123:45]: x', 'no stamp'],
    ['type=USER\tmsg=audit(1700000000.123:45): a tab does not split', 'no message'],
    ['type=BPF msg=foobarbaz(1234567890.5:7): x=1', '- 1334 1234567890.5:7'],
    ['type=USER msg=audit(18446744073709551616.000:1): x', 'bad stamp (18446744073709551616.000:1)'],
    ['type=USER msg=audit(9223372036854775804.000:1): x', '- 1005 9223372036854775804.0:1'],
    ['type=USER msg=audit(9223372036854775806.000:1): x', 'bad stamp (9223372036854775806.000:1)'],
    ['type=USER msg=audit(1.000:18446744073709551615): x', '- 1005 1.0:18446744073709551615'],
    [`type=${'A'.repeat(50)} msg=audit(1700000000.123:45678): cut`, '- -1 1700000000.123:0'],
    [`type=${'A'.repeat(70)} msg=audit(1700000000.123:45678): cut`, 'no message'],
    [
      `node=${'h'.repeat(200)} type=USER msg=audit(1700000000.123:4): x`,
      `${'h'.repeat(200)} 1005 1700000000.123:4`,
    ],
  ])('%s', (line, expected) => {
    expect(header(line)).toBe(expected)
  })

  it('reads the usual form in the exact way too', () => {
    const number = fc.bigInt({ min: 0n, max: 2n ** 40n })
    fc.assert(
      fc.property(
        number,
        fc.nat(999),
        number,
        fc.constantFrom('BPF', 'SYSCALL', 'x'),
        (sec, milli, serial, type) => {
          const stamp = `${sec}.${String(milli).padStart(3, '0')}:${serial}`
          const usual = header(`type=${type} msg=audit(${stamp}): x`)
          // Two spaces take the exact way.
          const exact = header(`type=${type}  msg=audit(${stamp}): x`)
          fc.pre(stamp.length >= 8)
          expect(usual).toBe(exact)
        },
      ),
    )
  })

  it('never throws', () => {
    const piece = fc.constantFrom(
      'node=',
      'type=',
      'msg=audit(',
      '1',
      '999',
      '.',
      ':',
      ')',
      ' ',
      '-',
      '+',
      '\n',
      'UNKNOWN[',
      ']',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 9 })), { maxLength: 30 }), (pieces) => {
        expect(typeof header(pieces.join('').replace(/[^\0-\xff]/g, '?'))).toBe('string')
      }),
    )
  })
})
