/** The columns of the csv format: their titles, and where their texts come from (spec 02 §7.3). */
import {
  attributeText,
  type EventView,
  howText,
  isInConfigChange,
  namesSetting,
  nodeText,
  pathOrTextAt,
  type Slots,
  subjectText,
  succeeded,
  textAt,
} from '@ts-audit/auparse/internal'
import { recordTypeName } from '@ts-audit/tables'
import type { EventTime } from './csv-time.ts'

/** The columns that are printed only when asked for. */
export interface CsvExtras {
  /** The calendar parts of the time, the milliseconds and the offset from GMT. */
  readonly extraTime?: boolean | undefined
  /** The MAC labels of subject and object. */
  readonly extraLabels?: boolean | undefined
  /** The second object, such as the new name of a rename. */
  readonly extraObj2?: boolean | undefined
  /** The key of the rule. */
  readonly extraKeys?: boolean | undefined
}

/** What a column takes its text from. */
export interface CsvRow {
  readonly event: EventView
  readonly slots: Slots
  readonly time: EventTime
}

/** One column. */
export interface CsvColumn {
  readonly title: string
  readonly text: (row: CsvRow) => string | undefined
  /** Printed only with this option. */
  readonly extra?: keyof CsvExtras
}

/** What can be said of any event, normalised or not. */
const leading: readonly CsvColumn[] = [
  { title: 'NODE', text: ({ event }) => nodeText(event) },
  { title: 'EVENT', text: ({ event }) => recordTypeName(event.type) },
  { title: 'DATE', text: ({ time }) => time.date },
  { title: 'TIME', text: ({ time }) => time.time },
  { title: 'YEAR', text: ({ time }) => time.year, extra: 'extraTime' },
  { title: 'MONTH', text: ({ time }) => time.month, extra: 'extraTime' },
  { title: 'DAY', text: ({ time }) => time.day, extra: 'extraTime' },
  { title: 'WEEKDAY', text: ({ time }) => time.weekday, extra: 'extraTime' },
  { title: 'HOUR', text: ({ time }) => time.hour, extra: 'extraTime' },
  { title: 'MILLI', text: ({ event }) => `${event.milliseconds}`, extra: 'extraTime' },
  { title: 'GMT_OFFSET', text: ({ time }) => time.offset, extra: 'extraTime' },
  { title: 'SERIAL_NUM', text: ({ event }) => `${event.serial}` },
]

/** What normalising an event finds. */
const normalised: readonly CsvColumn[] = [
  { title: 'EVENT_KIND', text: ({ slots }) => slots.kind ?? 'unknown' },
  { title: 'SESSION', text: ({ event, slots }) => textAt(event, slots.session) },
  { title: 'SUBJ_PRIME', text: ({ event, slots }) => subjectText(event, slots) },
  { title: 'SUBJ_SEC', text: ({ event, slots }) => textAt(event, slots.subjectSecondary) },
  { title: 'SUBJ_KIND', text: ({ slots }) => slots.subjectKind },
  {
    title: 'SUBJ_LABEL',
    text: ({ event, slots }) => attributeText(event, slots.subjectAttributes, 'subj'),
    extra: 'extraLabels',
  },
  { title: 'ACTION', text: ({ slots }) => slots.action ?? 'did-unknown' },
  { title: 'RESULT', text: resultText },
  { title: 'OBJ_PRIME', text: objectText },
  { title: 'OBJ_SEC', text: ({ event, slots }) => textAt(event, slots.objectSecondary) },
  { title: 'OBJ2', text: ({ event, slots }) => pathOrTextAt(event, slots.objectSecond), extra: 'extraObj2' },
  {
    title: 'OBJ_LABEL',
    text: ({ event, slots }) => attributeText(event, slots.objectAttributes, 'obj'),
    extra: 'extraLabels',
  },
  { title: 'OBJ_KIND', text: ({ slots }) => slots.objectKind },
  { title: 'HOW', text: ({ event, slots }) => howText(event, slots) },
  { title: 'KEY', text: ({ event, slots }) => textAt(event, slots.key), extra: 'extraKeys' },
]

/** The columns of a run, in two parts: a row of an event that could not be normalised has the first part only. */
export function csvColumns(extras: CsvExtras): {
  readonly leading: readonly CsvColumn[]
  readonly normalised: readonly CsvColumn[]
} {
  const isWanted = ({ extra }: CsvColumn) => extra === undefined || extras[extra] === true
  return { leading: leading.filter(isWanted), normalised: normalised.filter(isWanted) }
}

function resultText({ event, slots }: CsvRow): string | undefined {
  const success = succeeded(event, slots)
  return success === undefined ? undefined : success ? 'success' : 'failed'
}

/** A file's path; the name of the setting that a CONFIG_CHANGE set; else the interpretation. */
function objectText({ event, slots }: CsvRow): string | undefined {
  const { object } = slots
  if (namesSetting(slots) && event.hasField(object) && isInConfigChange(event, object)) {
    return event.fieldName(object)
  }
  return pathOrTextAt(event, object)
}
