// One situation a file: fixtures/bpf/*.log against expected.tsv beside them.
import { readFileSync } from 'node:fs'
import { LogReader } from '@ts-audit/log'
import { describe, expect, test } from 'vitest'
import {
  type BpfReport,
  type BpfTracker,
  createBpfTracker,
  type LastReference,
  type Program,
} from './index.ts'
import { createProgramTracker } from './programs.ts'

const fixtures = new URL('../../../fixtures/bpf/', import.meta.url)

function readReport(fixture: string, create: () => BpfTracker = createBpfTracker): BpfReport {
  const tracker = create()
  const reader = new LogReader({ sink: tracker.sink })
  reader.push(readFileSync(new URL(`${fixture}.log`, fixtures)))
  reader.end()
  return tracker.finish()
}

function row(program: Program): string {
  const { load, unload, loader, lastReference, lifetimeMs, lifetimeBounds: bounds } = program
  const bounded = bounds?.max === undefined ? '' : `${bounds.min}..${bounds.max}`
  const cells = [
    program.node,
    program.boot,
    program.progId,
    program.state,
    load?.event,
    unload?.event,
    unload?.context,
    lifetimeMs ?? bounded,
    loader?.pid,
    lastReference === undefined ? '' : named(lastReference),
    program.doubts.join(','),
  ]
  return cells.map((cell) => cell ?? '').join('\t')
}

function named({ certainty, syscall, pid }: LastReference): string {
  return `${certainty}:${syscall ?? '?'}:${pid}`
}

const [, ...expected] = readFileSync(new URL('expected.tsv', fixtures), 'utf8').trimEnd().split('\n')
const names = new Set(expected.map((line) => line.slice(0, line.indexOf('\t'))))

describe.each([
  ['programs', createBpfTracker],
  ['programs alone', createProgramTracker],
])('%s', (_, create) => {
  test.each([...names])('%s', (fixture) => {
    const programs = [...readReport(fixture, create).programs].map((program) => `${fixture}\t${row(program)}`)
    expect(programs).toEqual(expected.filter((line) => line.startsWith(`${fixture}\t`)))
  })
})

test('programs alone have no findings', () => {
  const all = readReport('reboots')
  const alone = readReport('reboots', createProgramTracker)
  expect(all.findings.length).toBeGreaterThan(0)
  expect(alone.findings).toEqual([])
  expect(alone.coverage).toEqual(all.coverage)
  expect(alone.loaders).toEqual(all.loaders)
})

test('each boot says by which sign it was told', () => {
  const { boots } = readReport('reboots').coverage
  expect(boots.map(({ signs, kernel }) => [signs.join(' '), kernel])).toEqual([
    ['log-start', undefined],
    ['daemon-start system-boot', '6.1.0'],
    ['serial-restart kernel-initialized system-boot', undefined],
    ['system-boot', undefined],
  ])
})

test('the neighbours of a timeless UNLOAD bound it', () => {
  const unloads = [...readReport('timeless').programs].map(({ unload }) => [unload?.after, unload?.before])
  expect(unloads).toEqual([
    [1700000003000, 1700000003250],
    [1700000020000, 1700000021000],
  ])
})

test('prog-id=0 loses the pairing, not the count', () => {
  const { unloads, unidentifiedUnloads, stillLoaded } = readReport('prog-id-zero').coverage
  expect({ unloads, unidentifiedUnloads, stillLoaded }).toEqual({
    unloads: 2,
    unidentifiedUnloads: 2,
    stillLoaded: 1,
  })
})

test('a name the UNLOAD gives is the program’s', () => {
  expect([...readReport('other-shapes').programs].map(({ name }) => name)).toEqual(['lab_xdp', 'lab'])
})
