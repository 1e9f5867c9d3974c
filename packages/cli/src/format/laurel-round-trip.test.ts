/** What is written as laurel writes it comes back by the reader of laurel's form, to the degree that its form allows. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { ByteSink, createLaurelFormat } from '@ts-audit/format'
import { InputReader } from '@ts-audit/inputs'
import { LogReader, recordLine } from '@ts-audit/log'
import { expect, test } from 'vitest'

const root = new URL('../../../../', import.meta.url)

function logsIn(folder: string): (readonly [name: string, log: Buffer])[] {
  const base = new URL(folder, root)
  if (!existsSync(base)) return []
  return readdirSync(base, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\/audit\.log(\.\d+)?$/.test(path))
    .map((path) => [path, readFileSync(new URL(path, base))] as const)
}

/** Why a line cannot come back as it was. */
const lost: readonly (readonly [why: string, isSo: (line: string) => boolean])[] = [
  ['blanks are lost', (line) => / {2}|msg=' /.test(line)],
  ['the records of a long EXECVE are merged', (line) => line.includes('type=EXECVE ')],
  [
    'two digits from 30 to 39 look like one',
    (line) => /=3\d( |$)/.test(line) && /type=(FD_PAIR|TIME_ADJNTPVAL) /.test(line),
  ],
  ['words without = are left out', (line) => /type=LOGIN .*: login /.test(line)],
  ['the line was torn', (line) => /^.+type=SYSCALL msg=/.test(line)],
]

// Of the larger logs beside the project those that the fixtures have no part of.
const logs = [
  ...logsIn('fixtures/captures/'),
  ...logsIn('../shared/captures/attack/'),
  ...logsIn('../shared/captures/follow/'),
]

let lineCount = 0
let changedCount = 0

test.each(logs)('%s', (_, log) => {
  const sink = new ByteSink()
  const format = createLaurelFormat(sink)
  const lines: string[] = []
  const reader = new LogReader({
    sink(event) {
      format.write(event)
      for (const record of event.records) lines.push(recordLine(record))
      return true
    },
  })
  reader.push(log)
  reader.end()
  const back = new Map<string, number>()
  const laurel = new InputReader({
    sink(event) {
      for (const record of event.records) {
        const line = recordLine(record)
        back.set(line, (back.get(line) ?? 0) + 1)
      }
      return true
    },
  })
  laurel.push(sink.bytes.slice(0, sink.length))
  laurel.end()
  const changed = lines.filter((line) => {
    const count = back.get(line) ?? 0
    back.set(line, count - 1)
    return count <= 0
  })
  expect(changed.filter((line) => !lost.some(([, isSo]) => isSo(line)))).toEqual([])
  lineCount += lines.length
  changedCount += changed.length
})

test('99.45 % of all lines come back as they were', () => {
  expect(lineCount).toBeGreaterThan(1000)
  expect(1 - changedCount / lineCount).toBeGreaterThanOrEqual(0.9945)
})
