/** From the tree of a search expression to a test of events (spec 06 §B4, §B5). */
import type { LogEvent, LogRecord } from '@ts-audit/log'
import type { InterpretOptions } from '../context.ts'
import { createInterpretContext } from '../create-context.ts'
import { unsigned64 } from '../interpret/integers.ts'
import { EventView } from '../normalise/event-view.ts'
import { FieldTexts } from '../normalise/field-texts.ts'
import { forEachLibraryEvent } from '../normalise/library-records.ts'
import type { RecordView } from '../normalise/record-view.ts'
import type {
  AccountComparison,
  Expression,
  StampComparison,
  TextComparison,
  ValueOperator,
} from './expression.ts'
import { compileRegexp } from './regexp/compile-regexp.ts'

/** The record that is looked at, and the event around it. */
interface Subject {
  readonly event: EventView
  readonly logRecord: LogRecord
  readonly record: RecordView
  readonly number: number
}

type RecordTest = (subject: Subject) => boolean

/** Which outcomes of a comparison, negative for less, an operator stands for. */
const ORDERS: Readonly<Record<ValueOperator, (order: number) => boolean>> = {
  '==': (order) => order === 0,
  '!==': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
}

/**
 * Makes the test that an expression stands for: true for an event when the expression is true for one of its records.
 * The records are those that the library sees (spec 06 §A4): an EOE after the end of its event is not among them. Only
 * the fields that the expression names are read. `context` says how values are interpreted; its memory is not touched.
 * The events may come in any order, and the work is linear in their size.
 */
export function compileExpression(
  expression: Expression,
  context: InterpretOptions = {},
): (event: LogEvent) => boolean {
  const own = createInterpretContext(context)
  const test = compile(expression, new FieldTexts(own))
  const view = new EventView(own)
  return (event) => {
    let matched = false
    forEachLibraryEvent(event, (records, types) => {
      if (matched) return
      view.load(event, records, types)
      matched = view.records.some((record, number) => {
        const logRecord = records[number]
        return logRecord !== undefined && test({ event: view, logRecord, record, number })
      })
    })
    return matched
  }
}

function compile(expression: Expression, texts: FieldTexts): RecordTest {
  switch (expression.kind) {
    case 'any': {
      const tests = expression.operands.map((operand) => compile(operand, texts))
      return (subject) => tests.some((test) => test(subject))
    }
    case 'all': {
      const tests = expression.operands.map((operand) => compile(operand, texts))
      return (subject) => tests.every((test) => test(subject))
    }
    case 'not': {
      const test = compile(expression.operand, texts)
      return (subject) => !test(subject)
    }
    case 'text':
      return expression.form === 'raw' ? rawTest(expression) : interpretedTest(expression, texts)
    case 'account':
      return accountTest(expression)
    case 'stamp':
      return stampTest(expression)
    case 'record type': {
      const holds = ORDERS[expression.operator]
      return ({ record }) => holds(record.type - expression.type)
    }
    case 'text of virtual field':
      return () => false
    case 'regexp':
      return regexpTest(expression.pattern)
  }
}

function rawTest({ field, differs, value }: TextComparison): RecordTest {
  return ({ record }) => {
    const raw = rawValue(record, field)
    return raw !== undefined && (raw === value) !== differs
  }
}

function interpretedTest({ field, differs, value }: TextComparison, texts: FieldTexts): RecordTest {
  return ({ event, record, number }) => {
    const at = record.find(field, 0)
    const text = at < 0 ? undefined : texts.interpret(event.records, number, at)
    return text !== undefined && (text === value) !== differs
  }
}

/** Ids are compared as unsigned numbers of 32 bits, so that an unset one is larger than all others. */
function accountTest({ field, operator, id }: AccountComparison): RecordTest {
  const holds = ORDERS[operator]
  return ({ record }) => {
    const raw = rawValue(record, field)
    return raw !== undefined && holds((unsigned64(raw, 10)?.low ?? 0xffff_ffff) - id)
  }
}

function stampTest({ operator, seconds, milliseconds, serial }: StampComparison): RecordTest {
  const holds = ORDERS[operator]
  return ({ event }) =>
    holds(
      order(event.seconds, seconds) ||
        event.milliseconds - milliseconds ||
        (serial === undefined ? 0 : order(event.serial, serial)),
    )
}

function order(a: number | bigint, b: number | bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function regexpTest(pattern: string): RecordTest {
  const compiled = compileRegexp(pattern)
  if (compiled.kind === 'error') throw new RangeError(`Invalid regexp: ${compiled.message}`)
  return ({ logRecord: { bytes, start, textEnd } }) => compiled.matcher.test(bytes, start, textEnd)
}

function rawValue(record: RecordView, field: string): string | undefined {
  const at = record.find(field, 0)
  return at < 0 ? undefined : record.raw(at)
}
