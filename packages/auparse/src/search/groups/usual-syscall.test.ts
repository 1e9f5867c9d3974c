/** The short way through a SYSCALL record finds what the steps find; with a node in front no record takes it. */
import { type LogEvent, LogReader } from '@ts-audit/log'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type ActiveSteps, noSteps } from '../active-steps.ts'
import { spanText } from '../byte-span.ts'
import { createExtractor } from '../extract.ts'
import { RecordText } from '../record-text.ts'
import { SearchAttributes } from '../search-attributes.ts'
import { readUsualCall } from './usual-syscall.ts'

function eventOf(line: string): LogEvent | undefined {
  const events: LogEvent[] = []
  const reader = new LogReader({ sink: (event) => events.push(event) > 0 })
  reader.push(Buffer.from(`${line}\n`, 'latin1'))
  reader.end()
  return events[0]
}

function extract(line: string, active: ActiveSteps): unknown {
  const event = eventOf(line)
  if (event === undefined) return undefined
  const attributes = new SearchAttributes()
  const code = createExtractor(active, { write: () => {} })(event, attributes)
  const { arch, syscall, success, exit, pid, ppid, auid, uid, session, keys, comm, exe } = attributes
  const texts = [comm, exe, ...(keys ?? [])].map((span) => span && spanText(span))
  // After a failed extraction the attributes found so far mean nothing.
  return code === 0 ? { arch, syscall, success, exit, pid, ppid, auid, uid, session, texts } : code
}

const TOKENS = [
  'arch=c000003e',
  'syscall=257',
  'success=no',
  'exit=-13',
  'a0=ffffff9c',
  'a1=7ffcc6fce0bb',
  'a2=0',
  'a3=0',
  'items=1',
  'ppid=411',
  'pid=905',
  'auid=1007',
  'uid=0',
  'gid=0',
  'euid=0',
  'tty=pts1',
  'ses=5',
  'comm="ssh"',
  'exe="/usr/bin/ssh"',
  'key="exec"',
] as const
const ODD = [
  '',
  'arch=0x3e',
  'arch=c000003e0c000003e0',
  'arch=zz',
  'syscall=0257',
  'syscall=99999999999999999999999',
  'syscall=-1',
  'success=yes',
  'success=maybe',
  'exit=0',
  'exit=-0',
  'exit=010',
  'exit=0x10',
  'exit=?',
  'exit=99999999999',
  'a0=11112222333344445',
  'a1=xyz',
  'a1=',
  'success=yes ',
  'key=(null)',
] as const

const body = fc
  .array(fc.tuple(fc.nat(TOKENS.length - 1), fc.constantFrom(...ODD)), { maxLength: 3 })
  .map((changes) => {
    const tokens: string[] = [...TOKENS]
    for (const [at, odd] of changes) tokens[at] = odd
    return tokens.join(' ')
  })
const switches = fc
  .subarray(['arch', 'success', 'exit', 'pid', 'auid', 'comm', 'exe', 'key', 'session'] as const)
  .map((names): ActiveSteps => ({ ...noSteps, ...Object.fromEntries(names.map((name) => [name, true])) }))

it('finds what the steps find', () => {
  fc.assert(
    fc.property(body, switches, fc.nat(400), (fields, active, cut) => {
      // A record may end anywhere.
      const record = `type=SYSCALL msg=audit(1700000000.007:1): ${fields}`.slice(
        0,
        cut < 20 ? undefined : cut,
      )
      const stepByStep = extract(`node=n ${record}`, active)
      expect(extract(record, active)).toEqual(stepByStep)
    }),
    { numRuns: 3000 },
  )
})

it('takes the usual record, and the odd one not', () => {
  const read = (line: string) => {
    const text = new RecordText()
    text.load(eventOf(line)?.records[0] ?? expect.fail('no record'))
    return readUsualCall(text, new SearchAttributes(), noSteps)
  }
  const usual = `type=SYSCALL msg=audit(1700000000.007:1): ${TOKENS.join(' ')}`
  expect(read(usual)).toBe(true)
  expect(read(`node=n ${usual}`)).toBe(false)
  expect(read(usual.replace('exit=-13', 'exit=?'))).toBe(false)
})
