// What ts-aubpfd has written beside a real log: only programs that it names, by their LOAD, get types and names.
import { readFileSync } from 'node:fs'
import { LogReader } from '@ts-audit/log'
import { expect, test } from 'vitest'
import { joinEnrichment } from './enrichment.ts'
import { findingsView, viewLines } from './index.ts'
import { createBpfTracker } from './tracker.ts'

const capture = new URL('../../../fixtures/captures/bpf-k612/', import.meta.url)

interface Step {
  readonly op: string
  readonly id?: number
  readonly type?: string
  readonly ok?: boolean
}

/** What the loader itself says it has loaded. */
const truth = readFileSync(new URL('truth.jsonl', capture), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Step)
const types = new Map(
  truth.flatMap(({ op, id, type, ok }) => (op === 'load' && ok === true && id && type ? [[id, type]] : [])),
)

function report() {
  const tracker = createBpfTracker()
  const reader = new LogReader({ sink: tracker.sink })
  reader.push(readFileSync(new URL('audit.log', capture)))
  reader.end()
  return tracker.finish()
}

/** The lines that a daemon would have written, of every second program too late. */
function lines(): string {
  let text = '{"event":"start"}\n'
  for (const { progId, load } of report().programs) {
    const type = types.get(progId)
    if (load === undefined || type === undefined) continue
    const kernel =
      progId % 2 === 0 ? { answer: 'found', type, name: `n${progId}`, tag: '00' } : { answer: 'gone' }
    text += `${JSON.stringify({ event: 'load', id: load.event, progId, kernel })}\n`
  }
  return `${text}{"event":"load","id":"1795`
}

test('types and names come to the programs that were asked about in time, and to findings about them', () => {
  const joined = joinEnrichment(report(), lines())
  let found = 0
  for (const { progId, live } of joined.programs) {
    const isFound = progId % 2 === 0 && types.has(progId)
    if (!isFound) expect(live).toBeUndefined()
    else {
      found++
      expect([live?.type, live?.name]).toEqual([types.get(progId), `n${progId}`])
    }
  }
  expect(found).toBeGreaterThan(30)
  expect(joined.coverage.notes.at(-1)).toMatch(new RegExp(`: ${found} were there, \\d+ had ended before`))
  const pinned = joined.findings.find(({ name }) => name === 'load-then-pin')
  const named = pinned?.progIds.filter((id) => id % 2 === 0 && types.has(id)) ?? []
  expect(named.length).toBeGreaterThan(0)
  expect(pinned?.kernel).toEqual(named.map((id) => `${id} ${types.get(id)} n${id} 00`))
  expect([...viewLines(findingsView(joined))].join('\n')).toContain(
    `${named[0]} ${types.get(named[0] ?? 0)} n`,
  )
})

test('the line of another LOAD with the same id changes nothing', () => {
  const [{ progId } = { progId: 0 }] = report().programs
  const line = { event: 'load', id: '1000000000.000:1', progId, kernel: { answer: 'found', type: 'xdp' } }
  const joined = joinEnrichment(report(), `${JSON.stringify(line)}\n`)
  expect([...joined.programs].filter(({ live }) => live !== undefined)).toEqual([])
})

test('another file is refused', () => {
  expect(() => joinEnrichment(report(), '[]\n')).toThrow('there is no line of ts-aubpfd in it')
})

test('what a program is attached to comes in a later line, which has the rest as well', () => {
  const { progId, load } = [...report().programs].find((program) => program.load !== undefined)!
  const kernel = { answer: 'found', type: 'kprobe', name: 'n' }
  const use = { attachTo: 'perf_event', pinned: ['/sys/fs/bpf/n'] }
  const text = [
    { event: 'load', id: load!.event, progId, kernel },
    { event: 'attached', id: load!.event, progId, kernel: { ...kernel, ...use } },
  ]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('')
  const found = [...joinEnrichment(report(), text).programs].find(
    (program) => program.load?.event === load!.event,
  )
  expect(found?.live).toEqual({ type: 'kprobe', name: 'n', ...use })
})
