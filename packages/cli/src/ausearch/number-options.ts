/** Options that name numbers: event, processes, session, exit value, and the outcome. */
import { parseEventIds } from '@ts-audit/ausearch'
import { errnoNumber, errnos } from '@ts-audit/tables/errno'
import { argumentOf, refuse } from '../options/argument.ts'
import { UsageError } from '../options/command-table.ts'
import {
  INT32_MAX,
  parseSigned,
  parseSigned32,
  parseUnsigned,
  startsWithDigit,
  UINT32_MAX,
} from '../options/numbers.ts'
import { UNSET_LOGIN } from './account-options.ts'
import type { AusearchOption } from './options.ts'

/** `-a 4294967295` asks for nothing (spec 01 §1.3). */
const UNSET_SERIAL = UINT32_MAX

export const numberOptions: readonly AusearchOption[] = [
  {
    names: ['-a', '--event'],
    argument: 'one',
    placeholder: '<serial|id,...>',
    meaning:
      'The event with this serial number, or the events with these: serial numbers or whole ids such as 1795338842.200:177, with a node as in web/1795338842.200:177',
    group: 'Criteria',
    apply({ criteria }, use) {
      const text = argumentOf(use)
      delete criteria.serial
      delete criteria.events
      // What is not a plain number, the reference refuses.
      const events = /[,:/]/.test(text) ? parseEventIds(text) : undefined
      if (events !== undefined) {
        criteria.events = events
        return
      }
      const serial = eventSerial(text)
      if (serial !== UNSET_SERIAL) criteria.serial = serial
    },
  },
  processOption(['-p', '--pid'], 'pid', 'Process'),
  processOption(['-pp', '--ppid'], 'ppid', 'Parent process'),
  {
    names: ['--session'],
    argument: 'any',
    placeholder: '<session>',
    meaning: 'Events of this login session (-1: no session)',
    group: 'Criteria',
    apply(state, use) {
      const session = sessionNumber(argumentOf(use))
      if (session === UNSET_LOGIN) delete state.criteria.session
      else state.criteria.session = session
    },
  },
  {
    names: ['-e', '--exit'],
    argument: 'any',
    placeholder: '<exit>',
    meaning: 'Events whose syscall returned this number or errno name (-13, -EACCES)',
    group: 'Criteria',
    completion: { kind: 'words', words: () => errnos().map(({ name }) => `-${name}`) },
    apply(state, use) {
      state.criteria.exit = exitValue(argumentOf(use))
    },
  },
  {
    names: ['-sv', '--success'],
    argument: 'one',
    placeholder: '<yes|no>',
    meaning: 'Events that succeeded, or that did not',
    group: 'Criteria',
    completion: { kind: 'words', words: () => ['yes', 'no'] },
    apply(state, use) {
      const value = argumentOf(use)
      if (!/yes|no/.test(value)) refuse("Success must be 'yes' or 'no'.")
      state.criteria.success = value === 'yes'
    },
  },
]

function processOption(names: AusearchOption['names'], part: 'pid' | 'ppid', title: string): AusearchOption {
  return {
    names,
    argument: 'one',
    placeholder: `<${part}>`,
    meaning: `Events of this ${title.toLowerCase()}`,
    group: 'Criteria',
    apply(state, use) {
      const pid = parseUnsigned(argumentOf(use), INT32_MAX)
      if (typeof pid !== 'number') refuse(`${title} id must be a numeric value, was ${argumentOf(use)}`)
      state.criteria[part] = pid
    },
  }
}

function eventSerial(value: string): number {
  if (!startsWithDigit(value)) refuse(`Audit event id must be a numeric value, was ${value}`)
  const serial = parseUnsigned(value, UINT32_MAX)
  // The reference forgets the newline here.
  if (typeof serial !== 'number') throw new UsageError('Illegal value for audit event ID')
  return serial
}

function sessionNumber(value: string): number {
  if (startsWithDigit(value)) {
    const session = parseUnsigned(value, UINT32_MAX)
    return typeof session === 'number' ? session : refuse(`Error converting ${value}`)
  }
  if (!/^-[0-9]/.test(value)) refuse(`Session id must be a numeric value, was ${value}`)
  return (parseSigned32(value) ?? refuse(`Error converting ${value}`)) >>> 0
}

function exitValue(value: string): bigint {
  if (/^-?[0-9]/.test(value)) return parseSigned(value) ?? refuse(`Error converting ${value}`)
  const number = errnoNumber(value.replace(/^-/, '')) ?? refuse(`Unknown errno, was ${value}`)
  return BigInt(value.startsWith('-') ? -number : number)
}
