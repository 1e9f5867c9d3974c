/** What a bundler puts into a page, gzipped: what is loaded at first, and what only when it is needed. */
import { gzipSync } from 'node:zlib'
import { packages, sources } from '@ts-audit/testing/source-plugin'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

/** Kilobytes of all scripts that a program loads before its first line runs, and of all that it may load. */
async function sizes(program: string): Promise<{ readonly first: number; readonly all: number }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: program, resolveDir: packages, loader: 'ts' },
    plugins: [sources],
    bundle: true,
    splitting: true,
    outdir: packages,
    absWorkingDir: packages,
    metafile: true,
    format: 'esm',
    minify: true,
    logLevel: 'silent',
    write: false,
  })
  const first = new Set(
    Object.keys(metafile.outputs).filter((name) => metafile.outputs[name]?.entryPoint === '<stdin>'),
  )
  expect(first.size).toBe(1)
  for (const name of first) {
    for (const { kind, path } of metafile.outputs[name]!.imports)
      if (kind === 'import-statement') first.add(path)
  }
  const kilobytes = (names: Iterable<string>): number => {
    const parts = [...names].map(
      (name) => outputFiles.find(({ path }) => path === `${packages}${name}`)!.contents,
    )
    return parts.reduce((sum, part) => sum + gzipSync(part).length, 0) / 1024
  }
  return { first: kilobytes(first), all: kilobytes(Object.keys(metafile.outputs)) }
}

test.each<[what: string, most: number, program: string]>([
  [
    'the name of a record type',
    3,
    `import { recordTypeName } from '@ts-audit/tables/record-types'; console.log(recordTypeName(1334))`,
  ],
  [
    'the events of a log',
    20.5,
    `import { readEvents } from '@ts-audit/log'; for await (const event of readEvents([])) console.log(event)`,
  ],
  [
    'a log of auditd with all that its fields mean',
    55.5,
    `import { readLog } from '@ts-audit/events'; for await (const event of readLog([])) console.log(event.get('exe'))`,
  ],
  [
    'the history of BPF programs',
    61.5,
    `import { createBpfTracker } from '@ts-audit/bpf'; console.log(createBpfTracker())`,
  ],
])('%s: at most %d KB', async (_, most, program) => {
  const { first } = await sizes(program)
  expect(first).toBeLessThan(most)
  // A limit far above what is there would guard nothing.
  expect(first).toBeGreaterThan(most * 0.6)
})

test('other forms than auditd’s, queries and who did what to what are not loaded before they are needed', async () => {
  const { first, all } = await sizes(
    `import { readLog } from '@ts-audit/events'; for await (const event of readLog([]).where({ pid: 1 })) console.log(event)`,
  )
  expect(first).toBeLessThan(55.5)
  expect(all).toBeGreaterThan(80)
})
