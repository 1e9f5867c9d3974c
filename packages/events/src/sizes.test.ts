/** What a page downloads, gzipped: the scripts that a bundled program has loaded once it has read a log, counted as it runs. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { packages, sources } from '@ts-audit/testing/source-plugin'
import { build } from 'esbuild'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const exampleLog = readFileSync(new URL('../../../examples/audit.log', import.meta.url))

const readingLog = `import { readLog } from '@ts-audit/events'
  export const run = async (log) => {
    const events = []
    for await (const event of readLog(log)) events.push(event.toJSON())
    return events
  }`

/** Where WebAssembly may not be used, the scan in JavaScript is loaded as well. */
const sizeTest = test.skipIf(process.env['TS_AUDIT_WITHOUT_WASM'] !== undefined)
/** Stands in the titles of such tests. */
const NEEDS = '[needs WebAssembly]'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sizes-'))
})
afterEach(() => {
  vi.unstubAllGlobals()
  rmSync(folder, { recursive: true })
})

/** What `run` of a program gives, the kilobytes of all scripts that it has loaded until then, and of all that it may load. */
async function sizes(
  program: string,
  log: Uint8Array = exampleLog,
): Promise<{ readonly loaded: number; readonly all: number; readonly result: unknown }> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: packages, loader: 'ts' },
    plugins: [sources],
    bundle: true,
    splitting: true,
    outdir: folder,
    format: 'esm',
    minify: true,
    logLevel: 'silent',
    write: false,
  })
  const loaded = new Set<string>()
  vi.stubGlobal('tellLoaded', (name: string) => loaded.add(name))
  const bytes = new Map<string, number>()
  for (const { path, text } of outputFiles) {
    const name = basename(path)
    bytes.set(name, gzipSync(text).length)
    writeFileSync(join(folder, name), `tellLoaded('${name}');${text}`)
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  const { run } = await import(/* @vite-ignore */ pathToFileURL(join(folder, 'stdin.js')).href)
  const result: unknown = await run(log)
  const kilobytes = (names: Iterable<string>): number =>
    [...names].reduce((sum, name) => sum + bytes.get(name)!, 0) / 1024
  return { loaded: kilobytes(loaded), all: kilobytes(bytes.keys()), result }
}

sizeTest.each<[what: string, most: number, program: string]>([
  [
    'the name of a record type',
    2,
    `import { recordTypeName } from '@ts-audit/tables/record-types'; export const run = () => recordTypeName(1334)`,
  ],
  [
    'the events of a log',
    16,
    `import { readEvents } from '@ts-audit/log'
     export const run = async (log) => { for await (const event of readEvents(log)) event.records.length }`,
  ],
  ['a log of auditd with all that its fields mean', 40, readingLog],
  [
    'the history of BPF programs',
    34.5,
    `import { createProgramTracker } from '@ts-audit/bpf/programs'; export const run = () => createProgramTracker().finish()`,
  ],
  [
    'the history of BPF programs with findings',
    45,
    `import { createBpfTracker } from '@ts-audit/bpf'; export const run = () => createBpfTracker().finish()`,
  ],
])(`%s: at most %d KB ${NEEDS}`, async (_, most, program) => {
  const { loaded } = await sizes(program)
  expect(loaded).toBeLessThan(most)
  // A limit far above what is there would guard nothing.
  expect(loaded).toBeGreaterThan(most * 0.6)
})

const line = (text: string) => new TextEncoder().encode(`type=${text}\n`)

sizeTest.each<[what: string, most: number, log: Uint8Array]>([
  [
    'a log of another machine',
    55,
    line('SYSCALL msg=audit(1700000000.000:1): arch=c00000b7 syscall=280 a0=5'),
  ],
  [
    'an argument with a large table',
    55,
    line('SYSCALL msg=audit(1700000000.000:1): arch=c000003e syscall=157 a0=f'),
  ],
  ['what was typed', 55, line('TTY msg=audit(1700000000.000:1): data=6C730D')],
  [
    'a log in another form',
    100,
    new TextEncoder().encode(
      'Nov 28 10:00:00 host kernel: audit: type=1305 audit(1700000000.000:1): op=set\n',
    ),
  ],
])(`%s: loads what it needs, at most %d KB ${NEEDS}`, async (_, most, log) => {
  const usual = await sizes(readingLog)
  rmSync(folder, { recursive: true })
  folder = mkdtempSync(join(tmpdir(), 'sizes-'))
  const { loaded, result } = await sizes(readingLog, log)
  expect(result).toHaveLength(1)
  expect(loaded).toBeGreaterThan(usual.loaded + 5)
  expect(loaded).toBeLessThan(most)
})

sizeTest(`without WebAssembly the scan in JavaScript is loaded, and reads the same ${NEEDS}`, async () => {
  const usual = await sizes(readingLog)
  rmSync(folder, { recursive: true })
  folder = mkdtempSync(join(tmpdir(), 'sizes-'))
  vi.stubGlobal('WebAssembly', undefined)
  const { loaded, result } = await sizes(readingLog)
  expect(result).toEqual(usual.result)
  expect(loaded).toBeGreaterThan(usual.loaded + 3)
})

sizeTest(
  `other forms than auditd’s, queries and who did what to what are not loaded before they are needed ${NEEDS}`,
  async () => {
    const { loaded, all } = await sizes(readingLog)
    expect(loaded).toBeLessThan(40)
    expect(all).toBeGreaterThan(80)
  },
)
