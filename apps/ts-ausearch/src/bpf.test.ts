/** `--prog-id` and `--bpf-op` on real logs, against what the loaders wrote down themselves (fixtures/captures). */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Outcome } from '@ts-audit/testing/command'
import { fixtures } from '@ts-audit/testing/fixtures'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runInProcess, tsAusearch } from './testing/command.ts'

interface Step {
  readonly op: string
  readonly pid: number
  readonly ok?: boolean
  readonly id?: number
  /** Programs before and after a `link_update`. */
  readonly old?: number
  readonly new?: number
}

/** The bpf(2) command behind a step of the truth files, as `a0=` shows it. */
const commands = new Map([
  ['pin', '6'],
  ['attach_cgroup', '8'],
  ['detach_cgroup', '9'],
  ['raw_tp_open', '11'],
  ['link_create', '1c'],
  ['link_update', '1d'],
])

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ts-ausearch-bpf-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const log = (capture: string): string => path.join(fixtures, 'captures', capture, 'audit.log')
const search = (capture: string, ...args: string[]): Promise<Outcome> =>
  runInProcess(['-if', log(capture), '--format', 'raw', ...args], path.join(folder, 'out'))

function truth(capture: string): Step[] {
  const text = readFileSync(path.join(fixtures, 'captures', capture, 'truth.jsonl'), 'utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Step)
}

/** Loads whose id the loader has asked for. */
const loadsOf = (steps: readonly Step[]): Step[] =>
  steps.filter(({ op, ok, id = 0 }) => op === 'load' && ok === true && id > 0)
const records = (stdout: string, op: string): string[] =>
  [...stdout.matchAll(/prog-id=(\d+) op=(\w+)/g)].filter((found) => found[2] === op).map(([, id = '']) => id)

describe.each(['bpf-basic', 'bpf-enriched', 'bpf-k510', 'bpf-k612', 'bpf-node'])('%s', (capture) => {
  const steps = truth(capture)
  const used = loadsOf(steps).flatMap(({ id = 0, pid }) => {
    const own = steps.filter((step) => commands.has(step.op) && [step.id, step.old, step.new].includes(id))
    return own.length === 0 ? [] : [{ id, pid, own: own.map(({ op }) => commands.get(op)) }]
  })

  test('what the loader did with a program is found with it', async () => {
    expect(used.length).toBeGreaterThan(9)
    for (const { id, pid, own } of used) {
      const { stdout } = await search(capture, '--prog-id', `${id}`)
      expect(records(stdout, 'LOAD')).toContain(`${id}`)
      const calls = [...stdout.matchAll(/syscall=321 .* a0=(\w+) .* pid=(\d+) auid/g)].filter(
        (found) => found[2] === `${pid}`,
      )
      const named = calls.map(([, a0]) => a0).filter((a0) => [...commands.values()].includes(a0!))
      expect([id, named]).toEqual([id, own])
    }
  })

  test('every program that was loaded is found, and its UNLOAD unless it stayed', async () => {
    const ids = loadsOf(steps).map(({ id }) => `${id}`)
    const left = JSON.parse(
      readFileSync(path.join(fixtures, 'captures', capture, 'left-loaded.json'), 'utf8'),
    ) as { id: number }[]
    const stayed = new Set(left.map(({ id }) => `${id}`))
    const loads = await search(capture, '--bpf-op', 'load', '--prog-id', ids.join(','))
    expect(records(loads.stdout, 'LOAD').filter((id) => ids.includes(id))).toEqual(ids)
    const unloads = await search(capture, '--prog-id', ids.join(','), '--bpf-op', 'UNLOAD')
    const gone = new Set(records(unloads.stdout, 'UNLOAD').filter((id) => ids.includes(id)))
    expect([...gone].sort()).toEqual(ids.filter((id) => !stayed.has(id)).sort())
  })
})

describe('together with other criteria', () => {
  const serials = ({ stdout }: Outcome): number[] => [
    ...new Set([...stdout.matchAll(/:(\d+)\):/g)].map(([, serial]) => Number(serial))),
  ]

  // Programs 38 and 39 of bpf-basic: loaded, linked and replaced by process 257.
  test.each<[args: string[], expected: number[]]>([
    [
      ['--prog-id', '39'],
      [161, 162, 163, 164, 165],
    ],
    [
      ['--prog-id', '38', '--prog-id', '39'],
      [157, 158, 159, 160, 161, 162, 163, 164, 165],
    ],
    [
      ['--prog-id', '38,39', '-m', 'BPF'],
      [157, 161, 164, 165],
    ],
    [
      ['-p', '257', '--prog-id', '39', '-m', 'BPF'],
      [161, 164],
    ],
    [['--prog-id', '39', '--bpf-op', 'load'], [161]],
    [['--prog-id', '39', '-a', '163'], [163]],
    [['--prog-id', '38', '--expr', 'a0 r= 1c'], [160]],
    [['--prog-id', '39', '--just-one'], [161]],
    [['--bpf-op', 'unload', '-p', '257'], [164]],
  ])('%j', async (args, expected) => {
    const outcome = await search('bpf-basic', ...args)
    expect([serials(outcome), outcome.status]).toEqual([expected, 0])
  })

  test('in every output format', async () => {
    for (const format of ['default', 'interpret', 'csv', 'text']) {
      const out = path.join(folder, 'out')
      const args = ['-if', log('bpf-basic'), '--format', format, '--prog-id', '39', '-m', 'BPF']
      const { status, stdout } = await runInProcess(args, out)
      const events = stdout.split('\n').filter((line) => /prog-id=39|,BPF,|bpf/i.test(line))
      expect([format, status, events.length >= 3]).toEqual([format, 0, true])
    }
  })

  test('a checkpoint between LOAD and UNLOAD does not forget the program', async () => {
    const lines = readFileSync(log('bpf-basic'), 'latin1').split('\n')
    const cut = lines.findIndex((line) => line.includes(':162):'))
    const file = path.join(folder, 'audit.log')
    const args = ['-if', file, '--checkpoint', path.join(folder, 'checkpoint'), '-r', '--prog-id', '39']
    // All but the last event in flight are delivered.
    writeFileSync(file, `${lines.slice(0, cut).join('\n')}\n`, 'latin1')
    const first = serials(await tsAusearch(args))
    writeFileSync(file, lines.join('\n'), 'latin1')
    const second = serials(await tsAusearch(args))
    expect([...first, ...second]).toEqual([161, 162, 163, 164, 165])
    expect(second).toContain(163)
  })

  test('no program of that id', async () => {
    const { status, stdout, stderr } = await search('bpf-basic', '--prog-id', '4294967295', '-i')
    expect([status, stdout, stderr]).toEqual([1, '', 'Conflicting output format -i\n'])
    const outcome = await runInProcess(
      ['-if', log('bpf-basic'), '--prog-id', '4294967295'],
      path.join(folder, 'out'),
    )
    expect([outcome.status, outcome.stdout, outcome.stderr.endsWith('<no matches>\n')]).toEqual([1, '', true])
  })
})

describe('mistakes', () => {
  test.each([
    [['--prog-id', 'lab'], 'Program id must be a numeric value, was lab\n'],
    [['--prog-id', '3,'], 'Program id must be a numeric value, was \n'],
    [['--prog-id', '0x10'], 'Program id must be a numeric value, was 0x10\n'],
    [['--prog-id', '4294967296'], 'Program id must be a numeric value, was 4294967296\n'],
    [['--prog-id', '-3'], 'Argument is required for --prog-id\n'],
    [['--bpf-op', 'attach'], "BPF operation must be 'load' or 'unload'.\n"],
    [['--bpf-op'], 'Argument is required for --bpf-op\n'],
  ])('%j', async (args, stderr) => {
    expect(await search('bpf-basic', ...args)).toEqual({ status: 1, stdout: '', stderr })
  })
})
