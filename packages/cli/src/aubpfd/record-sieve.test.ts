// Which lines are read as events, and what is told of those that are not.
import { readFileSync } from 'node:fs'
import { LogReader } from '@ts-audit/log'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RecordSieve } from './record-sieve.ts'

const OWN = 77
const call = (serial: number, pid: number, ppid = 1): string =>
  `type=SYSCALL msg=audit(10.000:${serial}): arch=c000003e syscall=321 success=yes exit=3 ppid=${ppid} pid=${pid} comm="a"\n`
const program = (serial: number): string => `type=BPF msg=audit(10.000:${serial}): prog-id=5 op=LOAD\n`
const title = (serial: number): string => `type=PROCTITLE msg=audit(10.000:${serial}): proctitle="a"\n`

function sift(text: string, wantsAll = false, cuts: readonly number[] = []) {
  const serials: (number | string)[] = []
  const sieve = new RecordSieve({
    ownPids: new Set([OWN]),
    wantsAll,
    onSerial: (node, serial) => serials.push(node === undefined ? serial : `${node} ${serial}`),
  })
  const places = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length]
  let wanted = ''
  for (const [at, place] of places.slice(1).entries()) wanted += sieve.push(text.slice(places[at], place))
  wanted += sieve.end()
  return { wanted, serials, ownEvents: sieve.ownEvents }
}

test.each<[what: string, lines: readonly string[], wanted: readonly number[], own: number]>([
  ['an event of a program, whole', [program(1), call(1, 5), title(1)], [0, 1, 2], 0],
  ['mixed with another', [program(1), call(2, 5), call(1, 5), title(2), title(1)], [0, 2, 4], 0],
  ['the first of a second is the clock', [call(1, 5), title(1), call(2, 5)], [0], 0],
  ['an own call', [program(1), call(2, OWN), title(2)], [0], 1],
  ['a call of a process that the watch has started', [program(1), call(2, 8, OWN), title(2)], [0], 1],
  ['an own call that closed a program last', [program(1), call(1, OWN)], [0, 1], 0],
  ['what is no record', ['hello\n', 'msg=audit(\n', program(1)], [2], 0],
  ['of an old userspace', ['type=UNKNOWN[1334] msg=audit(10.000:1): prog-id=5 op=UNLOAD\n'], [0], 0],
])('%s', (_, lines, wanted, own) => {
  const sifted = sift(lines.join(''))
  expect(sifted.wanted).toBe(wanted.map((at) => lines[at]).join(''))
  expect(sifted.ownEvents).toBe(own)
})

test('all that is not its own, when all is wanted', () => {
  const { wanted, ownEvents } = sift(call(1, 5) + title(1) + call(2, OWN) + title(2) + call(3, 6), true)
  expect(wanted).toBe(call(1, 5) + title(1) + call(3, 6))
  expect(ownEvents).toBe(1)
})

test('the numbers of events, but of those that the daemon numbers apart', () => {
  const daemon = 'type=DAEMON_START msg=audit(10.000:900): op=start\n'
  const elsewhere = `node=b ${call(7, 5)}`
  expect(sift(call(1, 5) + title(1) + daemon + elsewhere + call(2, OWN)).serials).toEqual([1, 'b 7', 2])
})

test('a line without an end is left out, and the next is read', () => {
  const sieve = new RecordSieve({ ownPids: new Set(), wantsAll: true, onSerial() {} })
  for (let at = 0; at < 300; at++) expect(sieve.push('x'.repeat(1000))).toBe('')
  expect(sieve.push(`\n${program(1)}`)).toBe(program(1))
})

const LOGS = ['bpf-basic', 'bpf-enriched', 'bpf-node'].map(
  (name) => new URL(`../../../../fixtures/captures/${name}/audit.log`, import.meta.url),
)

test.each(LOGS)('the events of programs are those of the whole log: %s', (file) => {
  const text = readFileSync(file, 'latin1')
  const eventsOf = (log: string): string[] => {
    const events: string[] = []
    const reader = new LogReader({
      completion: 'auparse',
      sink(event) {
        if (event.records.some(({ type }) => type === 1334))
          events.push(
            JSON.stringify([
              event.node,
              event.serial,
              event.records.map(({ bytes, start, end }) =>
                Buffer.from(bytes.slice(start, end)).toString('latin1'),
              ),
            ]),
          )
        return true
      },
    })
    reader.push(Buffer.from(log, 'latin1'))
    reader.flush()
    return events
  }
  const all = eventsOf(text)
  expect(all.length).toBeGreaterThan(20)
  expect(eventsOf(sift(text).wanted)).toEqual(all)
})

test('it does not matter where the text is cut', () => {
  const text = readFileSync(LOGS[0] ?? '', 'latin1').slice(0, 20_000)
  const whole = sift(text)
  fc.assert(
    fc.property(fc.array(fc.nat(20_000), { maxLength: 30 }), (cuts) => {
      expect(sift(text, false, cuts)).toEqual(whole)
    }),
    { numRuns: 50 },
  )
})
