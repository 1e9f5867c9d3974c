/** Interpreters that are loaded when a log needs them give what all of them give, whatever the log holds and wherever it is cut. */
import { readFileSync } from 'node:fs'
import { readEvents } from '@ts-audit/log'
import { fieldTypes } from '@ts-audit/tables/field-types'
import { elfFromMachine, Machine } from '@ts-audit/tables/machines'
import { syscalls } from '@ts-audit/tables/syscalls'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { ByteSink } from '../byte-sink.ts'
import { contextWith, type InterpreterSet } from '../context.ts'
import { FieldReader } from '../walk/field-reader.ts'
import { GrowingInterpreters, RARE_CALLS } from './growing-interpreters.ts'
import { interpreters } from './interpreters.ts'
import { usualInterpreters } from './usual-interpreters.ts'

/** All texts of a log, read with some interpreters. */
async function textsOf(log: Uint8Array, set: InterpreterSet): Promise<string[]> {
  const fields = new FieldReader(contextWith(set, { escape: 'raw' }))
  const out = new ByteSink()
  const texts: string[] = []
  for await (const event of readEvents(log)) {
    fields.beginEvent()
    for (const record of event.records) {
      fields.begin(record, event)
      while (fields.next()) {
        out.length = 0
        texts.push(fields.writeText(out) ? Buffer.from(out.bytes.subarray(0, out.length)).toString() : '-')
      }
    }
  }
  return texts
}

/** The same, prepared for it in pieces of some bytes. */
async function preparedTexts(log: Uint8Array, pieces: number): Promise<string[]> {
  const set = new GrowingInterpreters()
  for (let at = 0; at < log.length; at += pieces) await set.prepare(log.subarray(at, at + pieces))
  await set.prepareEnd()
  return textsOf(log, set)
}

/** Whether something was loaded for a log. */
async function grew(log: string): Promise<boolean> {
  const set = new GrowingInterpreters()
  await set.prepare(Buffer.from(log))
  await set.prepareEnd()
  return set.syscallName(Machine.aarch64, 0) !== undefined
}

const header = 'msg=audit(1700000000.000:1):'

test('the calls that are called rare are those that the usual set cannot read', () => {
  const rare = syscalls(Machine.x86_64).filter(({ name }) =>
    ([0, 1, 2, 3] as const).some(
      (index) => usualInterpreters.argument(index, name) !== interpreters.argument(index, name),
    ),
  )
  expect(syscalls(Machine.x86_64).filter(({ name }) => RARE_CALLS.test(name))).toEqual(rare)
})

describe('nothing is loaded for', () => {
  it('the example, a log of x86_64', async () => {
    expect(
      await grew(readFileSync(new URL('../../../../examples/audit.log', import.meta.url), 'latin1')),
    ).toBe(false)
  })

  it.each([
    `type=SYSCALL ${header} arch=c000003e syscall=257 success=no exit=-13 a0=ffffff9c a1=0 a2=241\n`,
    `type=USER_LOGIN ${header} pid=1 uid=0 msg='op=login metadata=1 exitcode=3 addr=1.2.3.4'\n`,
    'no record\n',
    '',
  ])('%s', async (log) => expect(await grew(log)).toBe(false))
})

describe('all is loaded for', () => {
  it.each([
    `type=SYSCALL ${header} arch=c00000b7 syscall=56\n`,
    `type=SYSCALL ${header} arch=C000003E syscall=59\n`,
    `type=SYSCALL ${header} arch=c000003e syscall=+157\n`,
    `type=SYSCALL ${header} arch=c000003e syscall=0157\n`,
    `type=URINGOP ${header} uring_op=18\n`,
    `type=TTY ${header} data=6C73\n`,
    `type=USER ${header} msg='op=x (data=6C73'\n`,
    `type=SYSCALL ${header} arch=c000003e syscall=157`,
  ])('%s', async (log) => expect(await grew(log)).toBe(true))
})

describe('gives what all interpreters give', () => {
  it('for every field and value', async () => {
    const values = ['0', '1', '2', '6', '16', '40000000', 'ffffffff', '6C730D1B5B41', '"x"', '-13', 'x']
    for (const { name } of fieldTypes()) {
      const log = values
        .map((value, at) => `type=USER msg=audit(1700000000.000:${at}): ${name}=${value} ${name}=(${value}\n`)
        .join('')
      expect(await preparedTexts(Buffer.from(log), 1e9)).toEqual(
        await textsOf(Buffer.from(log), interpreters),
      )
    }
  })

  it('for every system call of every machine', async () => {
    for (const machine of Object.values(Machine)) {
      for (let first = -1; first < 520; first += 10) {
        const log = Array.from({ length: 10 }, (_, at) => {
          const elf = elfFromMachine(machine)?.toString(16) ?? 'c000003e'
          const id = `type=SYSCALL msg=audit(1700000000.000:${at}): arch=${elf} syscall=${first + at}`
          return [0, 2, 0xffffff9c].map((a) => `${id} a0=${a.toString(16)} a1=1 a2=41 a3=6\n`).join('')
        }).join('')
        expect(await preparedTexts(Buffer.from(log), 1e9)).toEqual(
          await textsOf(Buffer.from(log), interpreters),
        )
      }
    }
  })

  it('for any lines, wherever they are cut', async () => {
    const word = fc.constantFrom(
      'arch=c000003e',
      'arch=c00000b7',
      'arch=',
      'syscall=59',
      'syscall=157',
      'syscall=',
      'a0=f',
      'a2=41',
      'data=6C73',
      '"data=6C73"',
      'per=8',
      'x'.repeat(9000),
      '\x1d',
      '\n',
      `\ntype=SYSCALL ${header}`,
      `\ntype=USER ${header} msg='`,
    )
    const lines = fc.array(word, { maxLength: 60, size: 'max' })
    await fc.assert(
      fc.asyncProperty(lines, fc.constantFrom(1, 7, 100, 1e9), async (words, pieces) => {
        const log = Buffer.from(`type=SYSCALL ${header} ${words.join(' ')}`)
        expect(await preparedTexts(log, pieces === 1 && log.length > 2000 ? 50 : pieces)).toEqual(
          await textsOf(log, interpreters),
        )
      }),
      { numRuns: 200 },
    )
  })
})

it('keeps a bounded beginning of a line that does not end', async () => {
  const set = new GrowingInterpreters()
  const piece = new Uint8Array(1 << 16).fill(0x20)
  for (let pieces = 0; pieces < 50; pieces++) await set.prepare(piece)
  await set.prepare(Buffer.from('da'))
  expect(set.syscallName(Machine.aarch64, 0)).toBeUndefined()
  await set.prepare(Buffer.from('ta=41'))
  await set.prepareEnd()
  expect(set.syscallName(Machine.aarch64, 0)).toBeDefined()
})
