/** The `-i` walk as the specification words it (spec 02 §5.2 to §5.6), on texts and through the table of interpreters. */
import { FieldType, type FieldTypeCode } from '@ts-audit/tables/field-types'
import { machineFromElf } from '@ts-audit/tables/machines'
import type { InterpretContext } from '../src/context.ts'
import { escapeText } from '../src/escape/escape-mode.ts'
import { type Enrichment, parseEnrichment } from '../src/fields/enrichment.ts'
import { fieldType } from '../src/fields/field-type.ts'
import type { SyscallContext } from '../src/fields/parsed-record.ts'
import { unsigned64 } from '../src/interpret/integers.ts'
import { enrichedText, interpretValue } from '../src/interpret/interpret-value.ts'

interface ModelState {
  readonly type: number
  readonly context: InterpretContext
  machine: number
  syscall: number
  enrichment: Enrichment | undefined
}

interface Located {
  readonly value: string
  readonly rest: string | undefined
  readonly comma: boolean
}

const ABOUT_SYSCALL = [1300, 1326, 1336]

/** What is printed after the header of a record; `text` is what follows its stamp. */
export function modelWalk(
  text: string,
  type: number,
  part: string | undefined,
  context: InterpretContext,
): string {
  const about = ABOUT_SYSCALL.includes(type)
  const enrichment = part === undefined ? undefined : parseEnrichment(part)
  const state: ModelState = { type, context, machine: -1, syscall: about ? -1 : 0, enrichment }
  if (type === 1300) takeArguments(text, context)
  let rest: string | undefined = text
  let output = ''
  let found = false
  let comma = false
  while (rest?.includes('=')) {
    comma = false
    found = true
    const equals = rest.indexOf('=')
    let name = rest.slice(rest.lastIndexOf(' ', equals) + 1, equals)
    output += rest.slice(0, equals + 1)
    rest = rest.slice(equals + 1)
    if (name === 'msg') continue
    if (name.startsWith("'")) name = name.slice(1)
    const located = locate(rest, fieldType(type, name, '') === FieldType.MAC_LABEL)
    rest = located.rest
    comma = located.comma
    name = name.replace(/^[ (]+/, '')
    const value = name === 'acct' ? located.value.replace(/:$/, '') : located.value
    output += printed(name, value, comma, state)
  }
  if ((!found && rest) || comma) output += `${escapeText(context.escape, rest ?? '')}\n`
  return `${output}\n`
}

function locate(rest: string, label: boolean): Located {
  const quote = rest.charAt(0)
  if (quote === '"' || quote === "'") {
    const close = rest.indexOf(quote, 1)
    if (close < 0) return { value: rest, rest: undefined, comma: false }
    return { value: rest.slice(0, close + 1), rest: rest.slice(close + 2), comma: false }
  }
  const comma = rest.indexOf(',')
  const space = rest.indexOf(' ')
  if (comma >= 0 && (space < 0 || comma < space) && !label) {
    return { value: rest.slice(0, comma), rest: rest.slice(comma + 1), comma: true }
  }
  if (space < 0) return { value: rest, rest: undefined, comma: false }
  return { value: rest.slice(0, space), rest: rest.slice(space + 1), comma: false }
}

function printed(name: string, value: string, comma: boolean, state: ModelState): string {
  const error = takeContext(name, value, state)
  if (error !== undefined) return error
  const type = fieldType(state.type, name, value)
  if (type === FieldType.UNCLASSIFIED) return `${value}${comma ? ',' : ' '}`
  const known = enrichedText(state.enrichment, name, type)
  const text = known ?? interpreted(type, value, state)
  if (known === undefined && type === FieldType.HOOK) state.enrichment = undefined
  if (type === FieldType.TTY_DATA) return text
  if (name !== 'key') return `${text} `
  return `${text.split('\x01').join(' key=')} `
}

function interpreted(type: FieldTypeCode, value: string, state: ModelState): string {
  const { arg0, arg1 } = state.context.memory
  const syscall: SyscallContext = { machine: state.machine, syscall: state.syscall, arg0, arg1 }
  // `arch` is looked up from its value: the machine was set from the same value just before (spec 02 §5.6).
  const shown = type === FieldType.ARCH && !machineKnown(value) ? { ...syscall, machine: -1 } : syscall
  return (
    interpretValue(type, value, { context: state.context, syscall: shown, hookFamily: undefined }) ?? '(null)'
  )
}

function machineKnown(value: string): boolean {
  const word = unsigned64(value, 16)
  return word !== undefined && machineFromElf(word.low) !== undefined
}

function takeContext(name: string, value: string, state: ModelState): string | undefined {
  if (!ABOUT_SYSCALL.includes(state.type)) return undefined
  if (state.type === 1336) state.machine = 11
  else if (state.machine < 0) state.machine = state.context.hostMachine ?? -1
  if (name === 'arch') {
    const word = unsigned64(value, 16)
    if (word === undefined) return `arch conversion error(${value}) `
    state.machine = machineFromElf(word.low) ?? -1
  }
  if ((name === 'syscall' || name === 'uring_op') && state.syscall === -1) {
    const number = unsigned64(value, 10)
    if (number === undefined) return `syscall conversion error(${value}) `
    state.syscall = number.low | 0
  }
  return undefined
}

/** The search stage's arguments (spec 02 §1.4). */
function takeArguments(text: string, context: InterpretContext): void {
  const after = (label: string, from: number): number => {
    const at = text.indexOf(label, from)
    return at < 0 ? -1 : at + label.length
  }
  const spaceFrom = (from: number): number => {
    const at = text.indexOf(' ', from)
    return at < 0 ? text.length : at
  }
  const syscall = after('syscall=', Math.max(0, after('arch=', 0)))
  if (syscall < 0) return
  const first = after('a0=', spaceFrom(syscall))
  if (first < 0) return
  const { memory } = context
  memory.arg0 = unsigned64(text.slice(first, spaceFrom(first)), 16) ?? memory.arg0
  const second = after('a1=', spaceFrom(first))
  if (second < 0) return
  memory.arg1 = unsigned64(text.slice(second, spaceFrom(second)), 16) ?? memory.arg1
}
