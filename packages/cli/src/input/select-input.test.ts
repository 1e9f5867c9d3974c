/** Which input is read, by the rules of spec 01 §2.2 in their order. */
import { execFileSync } from 'node:child_process'
import {
  closeSync,
  constants,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Input } from './input.ts'
import { InputError } from './input-error.ts'
import { selectInput } from './select-input.ts'

const directory = mkdtempSync(join(tmpdir(), 'select-input-'))
const at = (name: string): string => join(directory, name)
mkdirSync(at('logs'))
mkdirSync(at('l\u00f6gs'))
writeFileSync(at('file'), '')
symlinkSync('logs', at('link'))
symlinkSync('nowhere', at('dangling'))
execFileSync('mkfifo', [at('pipe')])

const stdins = {
  pipe: openSync(at('pipe'), constants.O_RDWR | constants.O_NONBLOCK),
  file: openSync(at('file'), constants.O_RDONLY),
  device: openSync('/dev/null', constants.O_RDONLY),
  closed: 999_999,
}
afterAll(() => {
  for (const name of ['pipe', 'file', 'device'] as const) closeSync(stdins[name])
  rmSync(directory, { recursive: true })
})

const CONFIGURATION = { logFile: '/configured/audit.log', eventTimeout: 2 }
const configured: Input = { kind: 'set', base: '/configured/audit.log' }
const fromPipe: Input = { kind: 'stdin', descriptor: stdins.pipe }
const file: Input = { kind: 'file', path: at('file') }
const latin1 = (text: string): string => Buffer.from(text).toString('latin1')

type Row = readonly [
  inputPath: string | undefined,
  inputLogs: boolean,
  stdin: keyof typeof stdins,
  input: Input,
  note?: string,
]

const rows: readonly Row[] = [
  [undefined, false, 'pipe', fromPipe],
  [undefined, true, 'pipe', configured],
  [undefined, false, 'file', configured],
  [undefined, false, 'device', configured],
  [undefined, false, 'closed', configured],
  [at('file'), false, 'pipe', file],
  [at('file'), true, 'closed', file],
  [at('pipe'), false, 'device', { kind: 'file', path: at('pipe') }],
  ['/dev/null', false, 'pipe', { kind: 'file', path: '/dev/null' }],
  [at('logs'), false, 'pipe', { kind: 'set', base: at('logs/audit.log') }, at('logs/audit.log')],
  [`${at('logs')}/`, true, 'pipe', { kind: 'set', base: at('logs/audit.log') }, at('logs/audit.log')],
  [
    `${at('logs')}//`,
    false,
    'file',
    { kind: 'set', base: `${at('logs')}//audit.log` },
    `${at('logs')}//audit.log`,
  ],
  [at('link'), false, 'file', { kind: 'set', base: at('link/audit.log') }, at('link/audit.log')],
  [
    latin1(at('l\u00f6gs')),
    false,
    'file',
    { kind: 'set', base: at('l\u00f6gs/audit.log') },
    latin1(at('l\u00f6gs/audit.log')),
  ],
]

const failures: readonly (readonly [inputPath: string, reason: string])[] = [
  [at('nosuch'), 'No such file or directory'],
  [at('dangling'), 'No such file or directory'],
  [at('file/below'), 'Not a directory'],
  [`${at('file')}/`, 'Not a directory'],
  ['', 'No such file or directory'],
  [`/${'x'.repeat(300)}`, 'File name too long'],
]

describe('selectInput', () => {
  for (const [inputPath, inputLogs, stdin, input, note] of rows) {
    test(`-if ${inputPath}, --input-logs ${inputLogs}, stdin: ${stdin}`, () => {
      const notes: string[] = []
      const options = inputPath === undefined ? { inputLogs } : { inputPath, inputLogs }
      const environment = { stdin: stdins[stdin], note: (text: string) => notes.push(text) }
      expect(selectInput(options, CONFIGURATION, environment)).toEqual(input)
      expect(notes).toEqual(note === undefined ? [] : [`NOTE - using logs in ${note}\n`])
    })
  }

  test.each(failures)('-if %j fails: %s', (inputPath, reason) => {
    const select = (): Input =>
      selectInput({ inputPath, inputLogs: true }, CONFIGURATION, { stdin: stdins.pipe, note: () => {} })
    expect(select).toThrow(InputError)
    expect(select).toThrow(expect.objectContaining({ text: `stat: ${reason}\n` }))
  })

  test('a socket is standard input only when it is named', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(at('socket'), resolve))
    const { fd } = (server as unknown as { _handle: { fd: number } })._handle
    const environment = { stdin: fd, note: () => {} }
    const named = { inputPath: `/proc/self/fd/${fd}`, inputLogs: false }
    expect(selectInput(named, CONFIGURATION, environment)).toEqual({ kind: 'stdin', descriptor: fd })
    expect(selectInput({ inputLogs: false }, CONFIGURATION, environment)).toEqual(configured)
    server.close()
  })
})
