// Whether a log is whole: real logs that are, an intruder's steps, and a thousand edits of a log that was whole.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { LogReader } from '@ts-audit/log'
import { schemaErrors } from '@ts-audit/testing/json-schema'
import { describe, expect, test } from 'vitest'
import { createIntegrityRecorder, type IntegrityReport, integrityJson } from '../index.ts'

const fixtures = new URL('../../../../fixtures/', import.meta.url)

/** Reads files one after the other, with the lines of their records. */
function reportOf(files: readonly string[]): IntegrityReport {
  const starts: { readonly input: number; readonly bytes: Buffer }[] = []
  const recorder = createIntegrityRecorder({
    placeOf({ bytes, start }) {
      const found = starts.findLast((file) => file.bytes.buffer === bytes.buffer)
      if (found === undefined) return undefined
      return {
        input: found.input,
        line: lineAt(found.bytes, start + bytes.byteOffset - found.bytes.byteOffset),
      }
    },
  })
  const reader = new LogReader({ sink: recorder.sink })
  for (const [input, text] of files.entries()) {
    const bytes = Buffer.from(new Uint8Array(Buffer.from(text, 'latin1')).buffer)
    starts.push({ input, bytes })
    if (input > 0) reader.endFile()
    reader.push(bytes)
  }
  reader.end()
  return recorder.finish(files.map((_, input) => ({ name: `log.${input}` })))
}

function lineAt(bytes: Buffer, offset: number): number {
  const lines = linesOf.get(bytes) ?? newlines(bytes)
  linesOf.set(bytes, lines)
  let low = 0
  let high = lines.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((lines[middle] ?? 0) < offset) low = middle + 1
    else high = middle
  }
  return low + 1
}

const linesOf = new WeakMap<Buffer, number[]>()

function newlines(bytes: Buffer): number[] {
  const found: number[] = []
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) found.push(at)
  return found
}

function readSet(folder: URL): string[] {
  return readdirSync(folder)
    .filter((name) => /^audit\.log(\.\d+)?$/.test(name))
    .sort((a, b) => Number(b.slice(10)) - Number(a.slice(10)))
    .map((name) => readFileSync(new URL(name, folder), 'latin1'))
}

const grave = ({ observations }: IntegrityReport): string[] =>
  observations
    .filter(({ severity }) => severity === 'medium' || severity === 'high')
    .map(({ kind, sentence }) => `${kind}: ${sentence}`)

describe('logs that nobody has changed: rotated, rebooted, with stops of auditd and lost records', () => {
  const captures = new URL('captures/', fixtures)
  const shared = new URL('../../../../../shared/captures/', import.meta.url)
  const folders = [
    ...readdirSync(captures).map((name) => new URL(`${name}/`, captures)),
    ...(existsSync(shared)
      ? readdirSync(shared).filter((name) => name === 'follow' || name === 'rotated')
      : []
    ).map((name) => new URL(`${name}/`, shared)),
  ].filter((folder) => existsSync(new URL('audit.log', folder)))

  test.each(folders.map((folder) => [folder.pathname.split('/').slice(-3).join('/'), folder] as const))(
    '%s',
    (_, folder) => {
      const files = readSet(folder)
      expect(grave(reportOf(files))).toEqual([])
      // Each file of a rotated set by itself as well: it begins inside a boot, and may end within an event.
      if (files.length > 1) for (const file of files) expect(grave(reportOf([file]))).toEqual([])
    },
  )
})

/** The second boot of a real log, shortened to its first lines: nothing is missing of it. */
function cleanLines(): string[] {
  const lines = readFileSync(new URL('captures/systemd/audit.log', fixtures), 'latin1').trimEnd().split('\n')
  const start = lines.findLastIndex((line) => line.startsWith('type=DAEMON_START'))
  const last = idOf(lines[start + 260] ?? '')
  const part = lines.slice(start, start + 400)
  return part.slice(0, part.findLastIndex((line) => idOf(line) === last) + 1)
}

const idOf = (line: string): string => /msg=audit\(([\d.]+:\d+)\)/.exec(line)?.[1] ?? ''
const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('')

/** The same numbers every time (mulberry32). */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides
  }
}

/** What was done to a log, and the lines beside it. */
interface Edit {
  readonly what: string
  readonly files: readonly string[]
  readonly near: readonly string[]
}

function removal(what: string, lines: readonly string[], from: number, to: number): Edit {
  const beside = [
    ...lines.slice(Math.max(0, from - 3), from),
    ...lines.slice(from, to),
    ...lines.slice(to, to + 3),
  ]
  return { what, files: [textOf([...lines.slice(0, from), ...lines.slice(to)])], near: beside.map(idOf) }
}

function edit(lines: readonly string[], roll: (sides: number) => number): Edit {
  const at = roll(lines.length)
  const id = idOf(lines[at] ?? '')
  switch (roll(8)) {
    case 0: {
      const kept = lines.filter((line) => idOf(line) !== id)
      const first = lines.findIndex((line) => idOf(line) === id)
      const last = lines.findLastIndex((line) => idOf(line) === id)
      const near = [...lines.slice(Math.max(0, first - 8), first), ...lines.slice(last + 1, last + 9)]
      return { what: `event ${id}`, files: [textOf(kept)], near: [id, ...near.map(idOf)] }
    }
    case 1:
      return removal(`line ${at + 1}: ${lines[at]}`, lines, at, at + 1)
    case 2:
      return removal(`lines from ${at + 1}`, lines, at, at + 2 + roll(40))
    case 3:
      return removal(`end from ${at + 1}`, lines, Math.max(1, at), lines.length)
    case 4:
      return removal(`beginning to ${at + 1}`, lines, 0, Math.max(1, Math.min(at, lines.length - 2)))
    case 5: {
      // A file ends between events.
      const cut = lines.findIndex(
        (line, index) => index > at / 2 + 40 && idOf(line) !== idOf(lines[index - 1] ?? '') && isKernel(line),
      )
      return {
        what: `files swapped at ${cut + 1}`,
        files: [textOf(lines.slice(cut)), textOf(lines.slice(0, cut))],
        near: lines.slice(0, 12).map(idOf),
      }
    }
    case 6: {
      const joined = lines.flatMap((line, index) =>
        index === at ? [] : [index === at - 1 ? `${line}${lines[at]}` : line],
      )
      if (at === 0) return removal('line 1', lines, 0, 1)
      return {
        what: `lines ${at} and ${at + 1} joined`,
        files: [textOf(joined)],
        near: [idOf(lines[at - 1] ?? ''), id],
      }
    }
    default: {
      const text = textOf(lines.slice(0, at + 1))
      const cut = text.slice(0, Math.max(80, text.length - 2 - roll(600)))
      const near = [...cut.matchAll(/msg=audit\(([\d.]+:\d+)/g)].slice(-4).map(([, found = '']) => found)
      return {
        what: `bytes before line ${at + 2}`,
        files: [cut + textOf(lines.slice(at + 1))],
        near: [...near, ...lines.slice(at + 1, at + 4).map(idOf)],
      }
    }
  }
}

const isKernel = (line: string): boolean => !line.startsWith('type=DAEMON')

test('a thousand edits of a log that was whole: each is told, at its place', () => {
  const lines = cleanLines()
  const clean = reportOf([textOf(lines)])
  expect(grave(clean)).toEqual([])
  const known = new Set(clean.observations.map(({ kind, sentence }) => `${kind} ${sentence}`))
  const roll = dice(23)
  const missed: string[] = []
  for (let count = 0; count < 1000; count++) {
    const { what, files, near } = edit(lines, roll)
    const { observations } = reportOf(files)
    const isTold = observations.some(
      ({ kind, sentence, events }) =>
        !known.has(`${kind} ${sentence}`) && events.some((event) => near.includes(event)),
    )
    if (!isTold) missed.push(what)
  }
  expect(missed).toEqual([])
})

test('its JSON is as the published schema says', () => {
  const published = new URL('../../schema/log-integrity-2.schema.json', import.meta.url)
  const errors = schemaErrors(JSON.parse(readFileSync(published, 'utf8')))
  const lines = cleanLines()
  for (const log of [lines, lines.filter((_, at) => at % 7 > 0), []]) {
    const report: unknown = JSON.parse([...integrityJson(reportOf([textOf(log)]))].join(''))
    expect(errors(report)).toEqual([])
  }
  expect(errors({ schema: 'ts-audit-log-integrity/2' })).not.toEqual([])
})
