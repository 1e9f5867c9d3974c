/** Options that choose events by record type, node, syscall and time. */
import { DATE_KEYWORDS, parseTimeArgument, type TimeSide } from '@ts-audit/ausearch'
import { Machine, type MachineNumber, machineName, parseArch } from '@ts-audit/tables/machines'
import { offeredRecordTypeNames, parseRecordTypeItem, recordTypes } from '@ts-audit/tables/record-types'
import { syscallNumber, syscalls } from '@ts-audit/tables/syscalls'
import { argumentOf, refuse } from '../options/argument.ts'
import { UsageError, type UsageHint } from '../options/command-table.ts'
import { INT32_MAX, parseUnsigned, startsWithDigit } from '../options/numbers.ts'
import { wordHint } from '../options/suggestion.ts'
import { acceptedTimes } from '../options/time-forms.ts'
import type { AusearchContext, AusearchOption, AusearchOptions } from './options.ts'

export const eventOptions: readonly AusearchOption[] = [
  {
    names: ['-m', '--message'],
    argument: 'one',
    placeholder: '<type,...>',
    meaning: 'Events with a record of one of these types (names or numbers); may be repeated',
    group: 'Criteria',
    completion: { kind: 'words', words: () => ['ALL', ...recordTypes().map(({ name }) => name)], list: true },
    problemText: ({ name }) => `Argument is required for ${name}\n${validTypes()}`,
    apply(state, use) {
      state.criteria.types.push(...typeNumbers(argumentOf(use)))
    },
  },
  {
    names: ['-n', '--node'],
    argument: 'one',
    placeholder: '<node>',
    meaning: 'Events of this node; may be repeated',
    group: 'Criteria',
    apply(state, use) {
      state.criteria.nodes.push(argumentOf(use))
    },
  },
  {
    names: ['-sc', '--syscall'],
    argument: 'one',
    placeholder: '<syscall>',
    meaning: 'Events of this syscall (name or number)',
    group: 'Criteria',
    completion: { kind: 'words', words: () => syscalls(Machine.x86_64).map(({ name }) => name) },
    apply: applySyscall,
  },
  {
    names: ['--arch'],
    argument: 'one',
    placeholder: '<arch>',
    meaning: 'Events of this architecture (b64, b32, x86_64, c000003e, ...); before --syscall',
    group: 'Criteria',
    completion: { kind: 'words', words: archNames },
    apply: applyArch,
  },
  timeOption(['-ts', '--start'], 'start', 'Events at or after this time (see Times)'),
  timeOption(['-te', '--end'], 'end', 'Events at or before this time (see Times)'),
]

/** The line that follows every mistake in a type list (spec 01 §1.6). */
function validTypes(): string {
  return `Valid message types are: ALL ${offeredRecordTypeNames().join(' ')} \n`
}

function typeNumbers(list: string): number[] {
  if (/^all$/i.test(list)) return []
  const items = list === '' ? [list] : list.split(',').filter((item) => item !== '')
  return items.map(typeNumber)
}

function typeNumber(item: string): number {
  const parsed = parseRecordTypeItem(item)
  if (parsed.kind === 'type') return parsed.type
  if (parsed.kind === 'unknown name') throw new UsageError(validTypes(), typeHint(item))
  const reason = parsed.kind === 'not a number' ? 'Invalid argument' : 'Numerical result out of range'
  throw new UsageError(`Numeric message type conversion error (${reason}) for ${item}\n${validTypes()}`)
}

function typeHint(item: string): UsageHint {
  return wordHint(
    item,
    'record type',
    recordTypes().map(({ name }) => name),
  )
}

/** A syscall name needs a machine, and makes the host's a criterion when none was given (spec 01 §6.6). */
function applySyscall(
  state: AusearchOptions,
  use: { readonly values: readonly string[] },
  context: AusearchContext,
): void {
  const { criteria } = state
  const [value = ''] = use.values
  if (startsWithDigit(value)) {
    const number = parseUnsigned(value, INT32_MAX)
    if (typeof number !== 'number') refuse(`Syscall numeric conversion error (${number}) for ${value}`)
    criteria.syscall = number
    return
  }
  const arch = criteria.arch ?? context.host
  // The reference forgets the newline here.
  if (arch === undefined) throw new UsageError('Error detecting machine type')
  criteria.arch = arch
  criteria.syscall =
    syscallNumber(arch, value) ?? refuse(`Syscall ${value} not found`, syscallHint(value, arch))
}

function syscallHint(value: string, arch: MachineNumber): UsageHint {
  const names = syscalls(arch).map(({ name }) => name)
  return wordHint(value, `system call of ${machineName(arch) ?? 'this machine'}`, names)
}

function applyArch(
  state: AusearchOptions,
  use: { readonly values: readonly string[] },
  context: AusearchContext,
): void {
  const { criteria } = state
  const [value = ''] = use.values
  if (state.archGiven) refuse('Arch is already defined')
  if (criteria.arch !== undefined && criteria.syscall !== undefined) {
    refuse('Arch needs to be defined before the syscall')
  }
  criteria.arch =
    parseArch(value, context.host) ??
    refuse(`Unknown arch ${value}`, wordHint(value, 'architecture', archNames(), true))
  state.archGiven = true
}

function archNames(): string[] {
  const names = Object.values(Machine).map((machine) => machineName(machine))
  return ['b64', 'b32', ...new Set(names.filter((name) => name !== undefined))]
}

function timeOption(names: AusearchOption['names'], side: TimeSide, meaning: string): AusearchOption {
  const words = [...DATE_KEYWORDS.keys(), ...(side === 'start' ? ['checkpoint'] : [])]
  return {
    names,
    argument: 'one or two',
    placeholder: '<date> [time]',
    meaning,
    group: 'Time',
    completion: { kind: 'words', words: () => words },
    apply(state, use, context) {
      const [first = '', second] = use.values
      const found = parseTimeArgument(side, second === undefined ? [first] : [first, second], context.time)
      if (found.kind === 'error') {
        const text = found.lines.map((line) => `${line}\n`).join('')
        throw new UsageError(text, { line: acceptedTimes(context.time.locale.dateFormat) })
      }
      if (found.kind === 'checkpoint') state.startAtCheckpoint = true
      else state[side] = found.seconds
    },
  }
}
