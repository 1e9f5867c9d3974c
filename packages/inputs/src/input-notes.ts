/** What people are told about an input beside what was found in it: a line each, and none about a log that was read whole. */
import { LINE_LIMIT } from '@ts-audit/log/internal'
import type { InputForm } from './input-form.ts'
import type { InputReport, LineReport } from './input-report.ts'
import { type Loss, lossMeanings, type UnreadReason, unreadMeanings } from './loss.ts'

/** What to do about what was not read. A form may know better. */
const remedies: Readonly<Partial<Record<UnreadReason, string>>> = {
  'not-rebuildable': 'give the log itself',
  'without-original': 'let the shipper keep the original text',
  'without-text': 'give what jq -r .KEY prints, with the key that has it',
  'joined-arguments': "let laurel write them as a list (execve-argv = ['array'])",
  interpreted: 'give the log itself, or what ausearch --raw prints',
}
/** What to do about it in whatever form it is. */
const ownRemedies: Readonly<Partial<Record<UnreadReason, string>>> = {
  'refused-tag': 'where that is a program that you trust, --syslog-tag NAME reads it',
}
/** From this share on it is said that lines were no records. */
const GOOD_PART = 0.1

/** One form in all inputs. */
interface FormTotal {
  readonly form: InputForm
  readonly within: InputForm | undefined
  readonly title: string
  readonly records: number
  readonly duplicates: number
  readonly unread: ReadonlyMap<UnreadReason, number>
  readonly losses: readonly Loss[]
  readonly missing: number
}

/** What {@link inputNotes} is told beside the report. */
export interface NoteOptions {
  /** All records that were read, of every form. */
  readonly records: number
  /** Pieces of lines that are no records. */
  readonly malformed: number
  /** Pieces of lines among these that are beyond the length at which the reference cuts a line. */
  readonly cutLines: number
  /** Records that were cut there. */
  readonly cutRecords: number
  /** How the option that reads everything is written. */
  readonly readEverything: string
  /** What to say where no record was read. */
  readonly withoutRecords?: string | undefined
}

/** The lines, without newline. Text of the log in them is latin1 and not made safe for a terminal. */
export function inputNotes(report: InputReport, options: NoteOptions): string[] {
  const totals = totalsOf(report)
  const others = totals.filter(({ form }) => form.name !== 'audit')
  // Where nothing was read, lines of other programs are all there is to tell.
  const unrelated =
    options.records > 0 ? 0 : totals.reduce((sum, total) => sum + (total.unread.get('other') ?? 0), 0)
  const { aside, brokenRecords } = report
  const beside =
    aside === undefined || aside.lines === 0
      ? Math.max(0, options.malformed - options.cutLines - brokenRecords)
      : aside.unknownLines
  const unknown = report.unknownLines + unrelated + beside
  const notes = [
    ...report.refusals.map((refusal) => `an input was not read: it is ${refusal}`),
    ...others.flatMap(formNotes),
    ...asideNotes(aside, options),
    ...unknownNotes(unknown, options.records, report),
    ...brokenNotes(report),
    ...cutNotes(options.cutRecords),
    ...longNotes(report),
    ...(report.comparedAll ? [] : ['so many records came that not all of them were compared for duplicates']),
  ]
  if (options.records === 0 && options.withoutRecords !== undefined) {
    const last = notes.pop()
    notes.push(last === undefined ? options.withoutRecords : `${last}; ${options.withoutRecords}`)
  }
  return notes.map((line) => `NOTE - ${line}`)
}

function formNotes({ form, title, records, duplicates, unread, losses, missing }: FormTotal): string[] {
  const notes: string[] = []
  if (records + duplicates > 0) {
    const parts = [`${count(records, 'record')} read from ${title}`]
    if (duplicates > 0) parts.push(`${duplicates} more that another source had told`)
    if (missing > 0) parts.push(`it says that ${count(missing, 'message')} are missing`)
    if (losses.length > 0) parts.push(losses.map((loss) => lossMeanings[loss]).join(', '))
    notes.push(parts.join('; '))
  }
  if (records + duplicates === 0 && missing > 0) {
    notes.push(`${title} says that ${count(missing, 'message')} are missing`)
  }
  for (const [reason, number] of unread) {
    // A line of a system's log that is none of audit is no loss.
    if (reason === 'other') continue
    const remedy = ownRemedies[reason] ?? form.remedy ?? remedies[reason]
    notes.push(
      `${number} not read from ${title}: ${unreadMeanings[reason]}${remedy === undefined ? '' : `; ${remedy}`}`,
    )
  }
  return notes
}

/** What an input that is read as the reference does it has beside. */
function asideNotes(aside: LineReport | undefined, { readEverything }: NoteOptions): string[] {
  if (aside === undefined) return []
  return totalsOf(aside).flatMap(({ form, within, title, records, duplicates, unread }) => {
    const other = records + duplicates
    if (other > 0 && form.name !== 'audit') {
      return [`${count(other, 'record')} of ${title} in this input not read: ${readEverything} reads them`]
    }
    const [first] = unread
    return first === undefined
      ? []
      : formNotes({ form, within, title, records: 0, duplicates: 0, unread, losses: [], missing: 0 })
  })
}

function unknownNotes(unknown: number, records: number, report: InputReport): string[] {
  if (unknown === 0 || report.refusals.length > 0) return []
  const sample = report.unknownSample ?? report.aside?.unknownSample
  const example = sample === undefined ? '' : `, such as: ${sample}`
  if (records === 0) return [`no audit record in ${count(unknown, 'line')}${example}`]
  return unknown < GOOD_PART * (unknown + records)
    ? []
    : [`not audit records: ${count(unknown, 'line')}${example}`]
}

/** Lines that begin as a record: they are told, however few. */
function brokenNotes({ brokenRecords, brokenSample = '' }: InputReport): string[] {
  if (brokenRecords === 0) return []
  const why = /^node=\S+ (?!type=)/.test(brokenSample) ? ': the name of the node has a blank in it' : ''
  return [
    `left out: ${count(brokenRecords, 'line')} that cannot be read as a record${why}, such as: ${brokenSample}`,
  ]
}

/** Records that are longer than any that the kernel writes. */
function cutNotes(records: number): string[] {
  if (records === 0) return []
  return [
    `left out: what is beyond the ${LINE_LIMIT} bytes that a line may have, of ${count(records, 'record')}`,
  ]
}

/** They may be records, and are told, however few. */
function longNotes({ longLines }: LineReport): string[] {
  return longLines === 0 ? [] : [`left out: ${count(longLines, 'line')} of more than 1 MiB`]
}

function totalsOf({ sources }: LineReport): FormTotal[] {
  const totals: FormTotal[] = []
  for (const source of sources) {
    const { form, within } = source
    const found = totals.findIndex((total) => total.form === form && total.within === within)
    const known = totals[found]
    const unread = new Map(known?.unread)
    for (const [reason, number] of source.unread) unread.set(reason, (unread.get(reason) ?? 0) + number)
    totals[found < 0 ? totals.length : found] = {
      form,
      within,
      title: within === undefined ? form.title : `${form.titleWithin ?? form.title} in ${within.title}`,
      records: (known?.records ?? 0) + source.records,
      duplicates: (known?.duplicates ?? 0) + source.duplicates,
      missing: (known?.missing ?? 0) + source.missing,
      unread,
      losses: [...new Set([...(known?.losses ?? []), ...source.losses])],
    }
  }
  return totals
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}
