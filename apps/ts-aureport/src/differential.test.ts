/**
 * Random reports over damaged logs, here and by the installed aureport. `DIFFERENTIAL_RUNS=10000` makes it a long run,
 * `DIFFERENTIAL_SEED` begins elsewhere; without either it takes a few seconds. What version 3 of the reference does
 * otherwise than version 4 is left out (see testing/).
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { installed, type Outcome, run } from '@ts-audit/testing/command'
import { createRandom } from '@ts-audit/testing/random'
import { runs } from '@ts-audit/testing/runs'
import { afterAll, describe, expect, it } from 'vitest'
import { runInProcess } from './testing/command.ts'
import { randomLog, realLines } from './testing/random-log.ts'
import { randomOptions } from './testing/random-options.ts'

const RUNS = Number(process.env['DIFFERENTIAL_RUNS'] ?? runs(200))
const FIRST_SEED = Number(process.env['DIFFERENTIAL_SEED'] ?? 1)
const REPORTS_PER_LOG = 4
const MILLISECONDS_PER_RUN = 200

const reference = installed('aureport')
const folder = mkdtempSync(path.join(tmpdir(), 'ts-aureport-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe.skipIf(reference === undefined)('the installed aureport [needs aureport]', () => {
  it(`prints the same in ${RUNS} random runs`, {
    timeout: 60_000 + RUNS * MILLISECONDS_PER_RUN,
  }, async () => {
    const lines = realLines()
    const log = path.join(folder, 'audit.log')
    for (let seed = FIRST_SEED; seed < FIRST_SEED + RUNS / REPORTS_PER_LOG; seed++) {
      const random = createRandom(seed)
      writeFileSync(log, randomLog(lines, random), 'latin1')
      for (let report = 0; report < REPORTS_PER_LOG; report++) {
        const options = randomOptions(random)
        const tokens = [...options, '-if', log]
        const theirs = await run([reference ?? '', ...tokens])
        const ours = await runInProcess(tokens, path.join(folder, 'stdout'))
        expect(printed(ours), `seed ${seed}: aureport ${options.join(' ')}`).toEqual(printed(theirs))
      }
    }
  })
})

function printed({ status, stdout }: Outcome): object {
  return { status, stdout }
}
