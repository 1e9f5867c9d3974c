/** The byte filter is only a shortcut: whatever it rejects, reading the fields rejects as well. */
import { noAccounts } from '@ts-audit/auparse'
import { copyEvent, type LogEvent, LogReader } from '@ts-audit/log'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Criteria } from './criteria.ts'
import { compileCriteria } from './matcher.ts'
import { createTextFilter } from './text-filter.ts'

/** The events of a log that is pushed in chunks through one buffer, and what `take` says of each at once. */
function verdicts(log: string, chunkSize: number, take: (event: LogEvent) => boolean): [number, boolean][] {
  const found: [number, boolean][] = []
  const reader = new LogReader({
    sink: (event) => {
      found.push([event.serial, take(event)])
      return true
    },
  })
  const bytes = Buffer.from(log, 'latin1')
  let buffer = Buffer.alloc(chunkSize)
  for (let at = 0; at < bytes.length; at += chunkSize) {
    const size = bytes.copy(buffer, 0, at, at + chunkSize)
    reader.push(buffer.subarray(0, size))
    // As the readers of files do: the same memory is used again unless an event in flight still refers to it.
    if (reader.eventsInFlight > 0) buffer = Buffer.alloc(chunkSize)
  }
  reader.end()
  return found
}

const hex = (text: string) => Buffer.from(text, 'latin1').toString('hex')
const written = fc.oneof(
  fc.constant((text: string) => `"${text}"`),
  fc.constant(hex),
  fc.constant((text: string) => hex(text).toUpperCase()),
  fc.constant((text: string) => hex(text).replace(/[a-f]/, (digit) => digit.toUpperCase())),
  fc.constant((text: string) => hex(text).replace(/0$/, '')),
)
const word = fc
  .array(fc.constantFrom('a', 'p', '7', '0', '/', './', '..', 'etc', 'passwd', 'key', '\x01', 'P', ' '), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => parts.join(''))
const value = fc.tuple(word, written).map(([text, write]) => write(text))

/** A few events with texts in every place that is searched for texts. */
const events = fc.array(fc.record({ cwd: value, name: value, comm: value, exe: value, key: value }), {
  minLength: 1,
  maxLength: 12,
})
const logOf = (
  all: readonly { cwd: string; name: string; comm: string; exe: string; key: string }[],
): string =>
  all
    .map(({ cwd, name, comm, exe, key }, index) => {
      const stamp = `msg=audit(${1_700_000_000 + 3 * index}.000:${index + 1})`
      return [
        `type=SYSCALL ${stamp}: arch=c000003e syscall=2 success=yes exit=3 a0=1 a1=2 ppid=1 pid=2 auid=0 uid=0 gid=0 ses=1 comm=${comm} exe=${exe} key=${key}`,
        `type=CWD ${stamp}: cwd=${cwd}`,
        `type=PATH ${stamp}: item=0 name=${name} nametype=NORMAL`,
        '',
      ].join('\n')
    })
    .join('')

const criteria = fc.oneof(
  word.map((file): Criteria => ({ file })),
  word.map((comm): Criteria => ({ comm })),
  word.map((executable): Criteria => ({ executable })),
  word.map((key): Criteria => ({ key })),
  fc.tuple(word, word).map(([file, key]): Criteria => ({ file, key })),
)

describe('createTextFilter', () => {
  it('lets everything through that matches, wherever the chunks are cut', () => {
    fc.assert(
      fc.property(events, criteria, fc.integer({ min: 200, max: 3000 }), (all, asked, chunkSize) => {
        const log = logOf(all)
        const filter = createTextFilter(asked) ?? (() => true)
        // With `debug` the matcher reads the fields of every event.
        const slow = compileCriteria(asked, { accounts: noAccounts, write: () => {}, debug: true })
        for (const [, verdict] of verdicts(log, chunkSize, (event) => {
          const isLet = filter(event)
          return isLet || !slow.matches(copyEvent(event))
        }))
          expect(verdict).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it.each<[criteria: Criteria, rejected: boolean]>([
    [{ key: 'no-such-key' }, true],
    [{ key: 'access' }, false],
    [{ file: '/etc/shadow' }, true],
    [{ file: '/etc/passwd' }, false],
    [{ file: '/etc/' }, false],
    [{ executable: '/usr/bin/vim' }, true],
    // Too short to look for, or of a form that no record spells out.
    [{ key: 'o' }, false],
    [{ file: '/./passwd.d' }, false],
    [{ file: '0' }, false],
    [{ executable: '(null)' }, false],
  ])('%j is rejected: %s', (asked, rejected) => {
    const log = logOf([
      { cwd: '"/etc"', name: hex('/etc/passwd'), comm: '"cat"', exe: '"/bin/cat"', key: '"access"' },
    ])
    const filter = createTextFilter(asked) ?? (() => true)
    expect(verdicts(log, 4096, filter)).toEqual([[1, !rejected]])
  })

  it('looks at no byte often, in whatever order events are delivered', () => {
    const filter = createTextFilter({ key: 'no-such-key' }) ?? (() => true)
    const lines: string[] = []
    for (let serial = 1; serial <= 20_000; serial++) {
      lines.push(`type=SYSCALL msg=audit(${1_700_000_000}.${serial % 1000}:${serial}): a0=1 key="other"\n`)
    }
    expect(verdicts(lines.join(''), 1 << 22, filter).filter(([, isLet]) => isLet)).toEqual([])
  })
})
