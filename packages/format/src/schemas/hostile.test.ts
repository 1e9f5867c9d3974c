/** Logs that were written to do harm: JSON on every line, prototypes untouched, nothing that steers a terminal. */
import { type LogEvent, LogReader } from '@ts-audit/log'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createFormatter } from '../format-event.ts'
import { jsonText } from '../json/json-strings.ts'
import { toEcs, toLaurel, toOcsf } from './to-schemas.ts'

const NAMES = ['ecs', 'ocsf', 'otlp', 'laurel'] as const

function events(log: Uint8Array): LogEvent[] {
  const all: LogEvent[] = []
  const reader = new LogReader({
    sink(event) {
      all.push(event)
      return true
    },
  })
  reader.push(log)
  reader.end()
  return all
}

const head = (type: string, serial = 7) => `type=${type} msg=audit(1700000000.001:${serial}): `
const TYPES = ['SYSCALL', 'PATH', 'EXECVE', 'USER_CMD', 'AVC', 'LOGIN', 'BPF', 'SOCKADDR', 'UNKNOWN[1399]']

/** The lines of a format, as what they hold. */
function parsed(name: (typeof NAMES)[number], log: Uint8Array): unknown[] {
  const print = createFormatter(name)
  const all: unknown[] = []
  for (const event of events(log)) {
    const text = print(event)
    expect(text).not.toMatch(/[\ud800-\udfff]/u)
    expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]/)
    for (const line of text.split('\n')) {
      if (line === '') continue
      const value = JSON.parse(line) as object
      all.push(value)
      // What is written member by member is what JSON.stringify makes of the object; laurel has integers that it has not.
      if (name !== 'laurel') expect(jsonText(value)).toBe(line)
    }
  }
  return all
}

const HOSTILE =
  '__proto__=polluted constructor=polluted toString="polluted" hasOwnProperty=polluted valueOf=1 __proto__="again" length=9 a0=1 0=x'

describe.each(NAMES)('%s', (name) => {
  test.each(TYPES)('names of %s that objects have', (type) => {
    const found = parsed(name, Buffer.from(`${head(type)}${HOSTILE} msg='${HOSTILE}'\n`))
    expect(found).toHaveLength(1)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    expect(Object.prototype.toString.call({})).toBe('[object Object]')
    expect(Object.getPrototypeOf(found[0])).toBe(Object.prototype)
  })

  test('ten thousand fields of one name, and as many of different ones', () => {
    const same = ' x=1'.repeat(2000)
    const many = Array.from({ length: 1000 }, (_, number) => `n${number}=1`).join(' ')
    expect(
      parsed(name, Buffer.from(`${head('USER_CMD')}${same}\n${head('USER_CMD', 8)}${many}\n`)),
    ).toHaveLength(2)
  })

  test('bytes that are no text', () => {
    const odd = [
      '\xff\xfe',
      '\xed\xa0\x80',
      '\xe2\x80\xa8',
      '\xc2\x9b31m',
      '\x1b[31m',
      '\x7f',
      '\xe2\x80\xae',
      '\xef\xbb\xbf',
    ]
    const fields = odd.map((text, number) => `f${number}=${text} a${number}="${text}"`).join(' ')
    for (const type of TYPES) {
      const log = Buffer.from(`node=${odd[0]} ${head(type)}comm="${odd[3]}" ${fields}\n`, 'latin1')
      expect(parsed(name, log)).toHaveLength(1)
    }
  })

  test('any fields at all', () => {
    const word = fc.array(fc.constantFrom(...'ab=\'"{}(),? \x00\x1d\x80\xc3\xa9%+0123456789ABCDEF'), {
      maxLength: 60,
    })
    fc.assert(
      fc.property(fc.constantFrom(...TYPES), word, (type, letters) => {
        const log = Buffer.from(`${head(type)}${letters.join('')} name=${letters.join('')}\n`, 'latin1')
        expect(parsed(name, log)).toHaveLength(1)
      }),
      { numRuns: 150 },
    )
  })
})

test('such names are keys like any other', () => {
  const [event] = events(Buffer.from(`${head('USER_CMD')}__proto__=p constructor=c\n`))
  const [ecs] = toEcs(event!)
  expect(Object.keys(ecs!.auditd.data!)).toEqual(['__proto__', 'constructor'])
  expect(Object.values(ecs!.auditd.data!)).toEqual(['p', 'c'])
  expect(toOcsf(event!)[0]!.unmapped!['constructor']).toBe('c')
  expect(Object.keys(toLaurel(event!)!['USER_CMD']!)).toEqual(['__proto__', 'constructor'])
  expect(ecs!.auditd.data!['toString']).toBeUndefined()
})

test('integers that no number holds stay what they are', () => {
  const [event] = events(
    Buffer.from(`${head('PATH')}inode=9223372036854775807 item=0 ouid=9999999999999999999\n`),
  )
  expect(createFormatter('laurel')(event!)).toBe(
    '{"ID":"1700000000.001:7","PATH":[{"inode":9223372036854775807,"item":0,"ouid":"9999999999999999999"}]}\n',
  )
})
