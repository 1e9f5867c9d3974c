/** For tests of `--bpf`: the fixtures, and what the command says of them. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type Outcome, withoutConfigurationNotes } from '@ts-audit/testing/command'
import { fixtures } from '@ts-audit/testing/fixtures'
import { tsAureport } from './command.ts'

/** A fixture's text, latin1. */
export function fixture(name: string): string {
  return readFileSync(path.join(fixtures, name), 'latin1')
}

/** Runs `ts-aureport --bpf ARGS` in the folder of fixtures; `args` are separated by blanks. */
export async function bpf(args: string, pipe?: string): Promise<Outcome> {
  const tokens = args.split(' ').filter((token) => token !== '')
  const outcome = await tsAureport(['--bpf', ...tokens], {
    cwd: fixtures,
    ...(pipe !== undefined && { pipe }),
  })
  return { ...outcome, stderr: withoutConfigurationNotes(outcome.stderr) }
}

/** A program as JSON has it, as far as the tests look. */
export interface ProgramJson {
  readonly node?: string
  readonly boot: number
  readonly progId: number
  readonly state: string
  readonly findings: readonly string[]
  readonly loader?: { readonly pid?: number; readonly comm?: string; readonly exe?: string }
  readonly live?: { readonly type?: string; readonly name?: string }
}

/** A report as JSON. */
export interface ReportJson {
  readonly schema: string
  readonly coverage: {
    readonly loads: number
    readonly unloads: number
    readonly stillLoaded: number
    readonly goneAtBoot: number
    readonly failedLoads: number
    readonly lostMessages: number
    readonly nodes: readonly string[]
    readonly boots: readonly unknown[]
  }
  readonly programs?: readonly ProgramJson[]
  readonly loaders?: readonly { readonly loads: number; readonly failedLoads: number }[]
  readonly commands?: readonly {
    readonly command: string
    readonly success: number
    readonly failed: number
  }[]
  readonly findings?: readonly { readonly name: string; readonly evidence: readonly string[] }[]
  readonly liveOnly?: readonly { readonly progId: number }[]
  readonly logOnly?: readonly { readonly progId: number }[]
}

/** `ts-aureport --bpf ARGS --format json`, read. */
export async function bpfJson(args: string, pipe?: string): Promise<ReportJson> {
  const { stdout } = await bpf(`${args} --format json`, pipe)
  return JSON.parse(Buffer.from(stdout, 'latin1').toString('utf8')) as ReportJson
}

/** The ids of what a snapshot of bpftool lists. */
export function snapshotIds(name: string): readonly number[] {
  return (JSON.parse(fixture(name)) as readonly { readonly id: number }[]).map(({ id }) => id)
}

/** How often a text stands in another. */
export function occurrences(text: string, part: string): number {
  return text.split(part).length - 1
}
