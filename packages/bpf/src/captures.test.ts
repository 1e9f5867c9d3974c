// Real logs against what the loader itself wrote down and what the kernel had at the end (fixtures/captures).
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { LogReader } from '@ts-audit/log'
import { describe, expect, test } from 'vitest'
import { type BpfReport, createBpfTracker, type Program } from './index.ts'

const captures = new URL('../../../fixtures/captures/', import.meta.url)

interface TruthStep {
  readonly t: number
  readonly op: string
  readonly ok?: boolean
  readonly id?: number
  readonly pid: number
  readonly uid: number
  readonly auid: string
  readonly label: string
}

function readReport(folder: string): BpfReport {
  const tracker = createBpfTracker()
  const reader = new LogReader({ sink: tracker.sink })
  const files = readdirSync(new URL(`${folder}/`, captures)).filter((name) => name.startsWith('audit.log'))
  for (const name of files.sort().reverse()) {
    reader.push(readFileSync(new URL(`${folder}/${name}`, captures)))
    reader.endFile()
  }
  reader.end()
  return tracker.finish()
}

function lines<Row>(folder: string, name: string): Row[] {
  const url = new URL(`${folder}/${name}`, captures)
  if (!existsSync(url)) return []
  return readFileSync(url, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row)
}

function leftLoaded(folder: string): number[] {
  const live = JSON.parse(readFileSync(new URL(`${folder}/left-loaded.json`, captures), 'utf8')) as {
    id: number
  }[]
  return live.map(({ id }) => id)
}

const folders: readonly (readonly [folder: string, loads: number, unloads: number, loaders: boolean])[] = [
  ['bpf-basic', 573, 550, true],
  ['bpf-enriched', 573, 550, true],
  ['bpf-node', 573, 550, true],
  ['bpf-k510', 562, 539, true],
  ['bpf-k612', 573, 550, true],
  ['bpf-norules', 573, 550, true],
  ['bpf-nosyscall', 573, 550, false],
  ['bpf-softirq', 870, 870, true],
]

describe.each(folders)('%s', (folder, loads, unloads, loaders) => {
  const report = readReport(folder)
  const programs = new Map([...report.programs].map((program) => [program.progId, program]))
  const truth = lines<TruthStep>(folder, 'truth.jsonl')
  // loops do not ask the kernel for the id and write 0
  const loaded = truth.filter(({ op, ok, id }) => op === 'load' && ok === true && id)

  test('counts every record, in one boot', () => {
    const { coverage } = report
    expect(coverage).toMatchObject({ loads, unloads, unloadsWithoutLoad: 0, unidentifiedUnloads: 0 })
    expect(coverage.loadsWithSyscall).toBe(loaders ? loads : 0)
    expect(coverage.boots).toHaveLength(1)
  })

  test('what is loaded at the end is what the kernel had', () => {
    const left = [...report.programs].filter((program) => program.state === 'loaded')
    expect(left.map(({ progId }) => progId)).toEqual(leftLoaded(folder))
    expect(report.coverage.stillLoaded).toBe(left.length)
  })

  test('every program is paired once, and no lifetime is negative', () => {
    expect(programs.size).toBe(loads)
    expect(report.programs).toHaveLength(loads)
    for (const program of report.programs) {
      const lifetime = program.lifetimeMs ?? program.lifetimeBounds?.min
      if (program.state === 'unloaded') expect(lifetime).toBeGreaterThanOrEqual(0)
      else expect(program.state).toBe('loaded')
    }
  })

  test('every load of the truth is there, by the process that did it', () => {
    expect(loaded.length).toBeGreaterThan(60)
    for (const step of loaded) {
      const program = programs.get(step.id ?? 0)
      expect(program?.load?.time).toBeGreaterThan(step.t * 1000 - 2000)
      expect(program?.load?.time).toBeLessThan(step.t * 1000 + 100)
      if (!loaders) expect(program?.loader).toBeUndefined()
      else expect(program?.loader).toMatchObject({ uid: step.uid, auid: Number(step.auid) })
    }
  })

  test.runIf(loaders)('the pid is the one the kernel saw [needs a log that names loaders]', () => {
    const different = loaded.filter(({ id, pid }) => programs.get(id ?? 0)?.loader?.pid !== pid)
    // pidns: its own pid in a namespace of its own
    expect(new Set(different.map(({ label }) => label))).toEqual(
      new Set(loaded.some(({ label }) => label === 'pidns') ? ['pidns'] : []),
    )
  })
})

// The workload loads them with `bpftool prog loadall`, which pins every one; which call pins which, the log does not show.
test.each(['bpf-basic', 'systemd'])(
  '%s: every program that bpftool pinned is one that was pinned',
  (folder) => {
    const live = JSON.parse(readFileSync(new URL(`${folder}/left-loaded.json`, captures), 'utf8')) as {
      id: number
      name?: string
    }[]
    const pinned = live.filter(({ name }) => name?.startsWith('lab_')).map(({ id }) => id)
    const report = readReport(folder)
    const lastBoot = report.coverage.boots.length
    const found = [...report.programs]
      .filter(({ boot, loader }) => boot === lastBoot && loader?.exe === '/usr/sbin/bpftool')
      .filter(({ state, findings }) => state === 'loaded' && findings.includes('load-then-pin'))
    expect(found.map(({ progId }) => progId)).toEqual(expect.arrayContaining(pinned))
    expect(pinned.length).toBeGreaterThan(15)
  },
)

describe('bpf-softirq', () => {
  const report = readReport('bpf-softirq')

  test('an UNLOAD stamped before its LOAD has no time of its own', () => {
    const unknown = [...report.programs].filter(({ doubts }) => doubts.includes('unknown-time'))
    expect(unknown).toHaveLength(report.coverage.unknownTimeUnloads)
    for (const program of unknown) {
      expect(program.lifetimeMs).toBeUndefined()
      expect(program.unload?.after).toBeGreaterThanOrEqual(program.load?.time ?? Number.NaN)
    }
  })

  test('a task that was only interrupted is never named', () => {
    const unloads = [...report.programs].filter(({ unload }) => unload !== undefined)
    const bystanders = unloads.filter(({ unload }) => unload?.context === 'bystander')
    expect(bystanders.length).toBe(report.coverage.bystanderUnloads)
    expect(bystanders.length).toBeGreaterThan(200)
    for (const { lastReference } of bystanders) expect(lastReference).toBeUndefined()
    for (const { lastReference, loader } of unloads) {
      if (lastReference?.certainty === 'likely') expect(lastReference.pid).toBe(loader?.pid)
    }
  })
})

describe('bpf-k612', () => {
  const programs = [...readReport('bpf-k612').programs]

  test('close() inside the event is tied to the loader that closed', () => {
    const closed = programs.filter(({ lastReference }) => lastReference?.syscall === 'close')
    expect(closed.length).toBeGreaterThan(300)
    for (const { loader, lastReference } of closed) {
      expect(lastReference).toMatchObject({ pid: loader?.pid, certainty: 'likely' })
    }
  })

  test('a load without a free descriptor is loaded and unloaded at once', () => {
    const failed = programs.filter(({ load }) => load?.success === false)
    expect(failed).toMatchObject([{ state: 'unloaded', lifetimeMs: 0, load: { exit: -24 } }])
  })
})

test('bpf-k510: the UNLOAD of a failed load is an event of its own', () => {
  const failed = [...readReport('bpf-k510').programs].filter(({ load }) => load?.success === false)
  expect(failed).toMatchObject([{ state: 'unloaded', load: { exit: -24 }, unload: { context: 'alone' } }])
})

test('rotated: three programs were loaded before the oldest file', () => {
  const report = readReport('rotated')
  const programs: Program[] = [...report.programs]
  const before = programs.filter(({ state }) => state === 'loaded-before-log')
  const rotatedAway = lines<TruthStep>('rotated', 'truth.jsonl')
    .filter(({ op, id }) => op === 'load' && !programs.some((program) => program.progId === id))
    .map(({ id }) => id)
  const left = leftLoaded('rotated')
  expect(programs.filter(({ state }) => state === 'loaded').map(({ progId }) => progId)).toEqual(
    left.filter((id) => !rotatedAway.includes(id)),
  )
  expect(before.length + rotatedAway.length).toBe(3)
})

test('systemd: two boots, and what the first left loaded is gone', () => {
  const report = readReport('systemd')
  const { boots } = report.coverage
  expect(boots.map(({ signs }) => signs)).toEqual([
    ['log-start', 'system-boot'],
    ['daemon-start', 'system-boot'],
  ])
  const byState = (boot: number, state: string) =>
    [...report.programs].filter((program) => program.boot === boot && program.state === state)
  expect(byState(1, 'loaded')).toEqual([])
  expect(byState(1, 'gone-at-boot').length).toBeGreaterThan(0)
  expect(byState(2, 'gone-at-boot')).toEqual([])
})

// The log goes on after the list was made: program 17 is in the list, and unloaded when systemd stops the units.
test('systemd: what was loaded when bpftool listed the programs is what it listed', () => {
  const report = readReport('systemd')
  const listing = report.commands.find(
    ({ exe, command }) => exe?.endsWith('/bpftool') && command === 'PROG_GET_NEXT_ID',
  )
  const then = listing?.lastSeen ?? Number.NaN
  const inBoot = [...report.programs].filter(({ boot }) => boot === 2)
  const isLoadedThen = ({ load, unload }: Program): boolean =>
    (load?.time ?? Number.NaN) <= then && !((unload?.time ?? Number.POSITIVE_INFINITY) <= then)
  expect(inBoot.filter(isLoadedThen).map(({ progId }) => progId)).toEqual(leftLoaded('systemd'))
  const atEnd = inBoot.filter(({ state }) => state === 'loaded').map(({ progId }) => progId)
  expect(leftLoaded('systemd').filter((id) => !atEnd.includes(id))).toEqual([17])
})
