// What a bundler keeps: importing one table must not pull in another.
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

async function bundle(code: string): Promise<string> {
  const result = await build({
    stdin: { contents: code, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'ts' },
    bundle: true,
    format: 'esm',
    minify: true,
    treeShaking: true,
    logLevel: 'silent',
    write: false,
  })
  return result.outputFiles[0]!.text
}

const marks = {
  'record types': 'ANOM_PROMISCUOUS',
  syscalls: 'epoll_pwait2',
  'error names': 'EHWPOISON',
  'error texts': 'Operation not permitted',
  machines: 'armv5tejl',
  'bpf commands': 'BPF_OBJ_PIN',
  'open flags': 'O_NOFOLLOW',
  'mmap flags': 'MAP_POPULATE',
} as const

const kept = (text: string) =>
  Object.entries(marks)
    .filter(([, mark]) => text.includes(mark))
    .map(([name]) => name)

test.each([
  [`import { recordTypeName } from './index.ts'; console.log(recordTypeName(1334))`, ['record types']],
  [
    `import { parseRecordType } from './record-types.ts'; console.log(parseRecordType('BPF'))`,
    ['record types'],
  ],
  [`import { errnoName } from './index.ts'; console.log(errnoName(13))`, ['error names']],
  [`import { errorText } from './errno.ts'; console.log(errorText(13))`, ['error texts']],
  [`import { machineName } from './index.ts'; console.log(machineName(1))`, ['machines']],
  [`import { bpfCommandName } from './index.ts'; console.log(bpfCommandName(5))`, ['bpf commands']],
  [
    `import { openFlags, namesOfBits } from './flags.ts'; console.log(namesOfBits(openFlags, 1))`,
    ['open flags'],
  ],
  [`import { syscallName } from './syscalls.ts'; console.log(syscallName(1, 0))`, ['syscalls']],
  [`import './index.ts'`, []],
])('%s', async (code, tables) => {
  expect(kept(await bundle(code))).toEqual(tables)
})

test.each([
  [`import * as RecordType from './record-type.ts'; console.log(RecordType.BPF)`],
  [`import { BPF } from './record-type.ts'; console.log(BPF)`],
])('the number alone: %s', async (code) => {
  expect(await bundle(code)).toBe('console.log(1334);\n')
})

test('every mark exists, so that its absence means something', async () => {
  const everything = ['index', 'syscalls', 'flags']
    .map((entry, i) => `import * as e${i} from './${entry}.ts'; console.log(e${i})`)
    .join('\n')
  expect(kept(await bundle(everything))).toEqual(Object.keys(marks))
})
