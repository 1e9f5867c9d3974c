/**
 * Random command lines over damaged logs, here and by the installed ausearch. `DIFFERENTIAL=20000` makes it a long run,
 * `DIFFERENTIAL_SEED` begins elsewhere; without either it takes a few seconds. What version 3 of the reference does
 * otherwise than version 4 is explained by running the case again without it (see testing/version-differences.ts).
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { installed, type Outcome, type RunOptions, run } from '@ts-audit/testing/command'
import { createRandom } from '@ts-audit/testing/random'
import { runs } from '@ts-audit/testing/runs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runInProcess, tsAusearch } from './testing/command.ts'
import { randomOptions } from './testing/random-command-line.ts'
import { randomLog, realLines } from './testing/random-log.ts'
import { casesWithout, type DifferentialCase, withoutChangedTexts } from './testing/version-differences.ts'

const RUNS = Number(process.env['DIFFERENTIAL'] ?? runs(400))
const FIRST_SEED = Number(process.env['DIFFERENTIAL_SEED'] ?? 1)
const COMMAND_LINES_PER_LOG = 5
/** Every so many command lines is also run as users run it. */
const SPAWN_EVERY = 50
/** Behind a pipe a shell adds the number of the signal to it. */
const BEYOND_STATUSES = 128
const MILLISECONDS_PER_RUN = 2000

const reference = installed('ausearch') ?? ''
const version = reference === '' ? 'none' : execFileSync(reference, ['--version'], { encoding: 'latin1' })

let folder = ''
/** Where logs are: in one file, in a rotated set of two, or coming through a pipe. */
let place: 'file' | 'set' | 'pipe' = 'file'
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ts-ausearch-differential-'))
  for (const name of ['file', 'set']) mkdirSync(path.join(folder, name))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe.skipIf(!version.includes('3.0.9'))('random command lines [needs ausearch 3.0.9]', () => {
  it(`does the same in ${RUNS} random runs`, { timeout: 60_000 + RUNS * MILLISECONDS_PER_RUN }, async () => {
    const lines = realLines()
    const explained = new Map<string, number>()
    const unexplained: string[] = []
    for (let run = 0; run < RUNS; run += COMMAND_LINES_PER_LOG) {
      const seed = FIRST_SEED + run / COMMAND_LINES_PER_LOG
      const random = createRandom(seed)
      const log = randomLog(lines, random)
      for (let left = Math.min(COMMAND_LINES_PER_LOG, RUNS - run); left > 0; left--) {
        const one = { log, options: randomOptions(random, log) }
        place = random.once(4) ? 'set' : random.once(20) ? 'pipe' : 'file'
        const spawned = (run + left) % SPAWN_EVERY === 0
        if (await isSame(one, spawned)) continue
        const name = await explanation(one)
        if (name === undefined) unexplained.push(`seed ${seed}: ausearch ${JSON.stringify(one.options)}`)
        else explained.set(name, (explained.get(name) ?? 0) + 1)
      }
    }
    if (RUNS > 400) process.stdout.write(`${RUNS} runs, explained: ${JSON.stringify([...explained])}\n`)
    expect(unexplained).toEqual([])
  })
})

async function explanation(one: DifferentialCase): Promise<string | undefined> {
  if (await crashes(one)) return 'crash of version 3'
  for (const { name, rest } of casesWithout(one)) {
    if ((await isSame(rest, false)) || (await crashes(rest))) return name
  }
  return undefined
}

async function isSame(one: DifferentialCase, spawned: boolean): Promise<boolean> {
  const { tokens, input } = write(one)
  const theirs = withoutChangedTexts(await run([reference, ...tokens], input))
  const ours = withoutChangedTexts(
    spawned || place === 'pipe'
      ? await tsAusearch(tokens, { ...input, env: { ...input.env, TS_AUDIT_COMPAT: '1' } })
      : await runInProcess(tokens, path.join(folder, 'stdout'), { TS_AUDIT_COMPAT: '1' }),
  )
  return keys.every((key) => theirs[key] === ours[key])
}

const keys = ['status', 'stdout', 'stderr'] as const satisfies readonly (keyof Outcome)[]

async function crashes(one: DifferentialCase): Promise<boolean> {
  const { tokens, input } = write(one)
  const { status } = await run([reference, ...tokens], input)
  return typeof status === 'string' || (status ?? 0) >= BEYOND_STATUSES
}

/** Writes the log to its place; gives the command line to read it from there. */
function write({ log, options }: DifferentialCase): {
  readonly tokens: readonly string[]
  readonly input: RunOptions
} {
  const file = path.join(folder, place === 'set' ? 'set' : 'file', 'audit.log')
  const half = place === 'set' ? log.indexOf('\n', log.length / 2) + 1 : 0
  if (place === 'set') writeFileSync(`${file}.1`, log.slice(0, half), 'latin1')
  writeFileSync(file, log.slice(half), 'latin1')
  // The commands look for a pipe only where no input is named, and without any argument print how they are used.
  const some = options.length === 0 ? ['--format', 'default'] : options
  if (place === 'pipe') return { tokens: some, input: { pipe: `cat '${file}'` } }
  return { tokens: [...options, '-if', place === 'set' ? path.dirname(file) : file], input: {} }
}
