/** What the summary of a report is: which keys are counted, and how they are printed. */
import type { SearchAttributes } from '@ts-audit/auparse/search'
import type { Qualification } from '../qualification.ts'
import type { ReportRow } from '../report-row.ts'
import { NumberTally, TextTally, type Total } from '../tally.ts'
import type { ValueTexts } from '../value-texts.ts'

/**
 * Keys with their totals, in printing order; the kind says how a key is printed: as escaped or raw text, a user, a record
 * type, or a plain number.
 */
export type Totals =
  | { readonly kind: 'escaped' | 'raw' | 'user'; readonly keys: readonly Total<string>[] }
  | { readonly kind: 'type' | 'number'; readonly keys: readonly Total<number>[] }

/** Counts the keys of one run. */
export interface SummaryCounter {
  count(row: ReportRow): void
  totals(): Totals
}

export interface SummaryForm {
  /** Without `Summary Report`. */
  readonly title: string
  /** The word above the keys. */
  readonly heading: string
  /** Length of the rules. */
  readonly rule: number
  /** Where the summary is about other events than the detailed form. */
  readonly qualification?: Qualification
  readonly createCounter: () => SummaryCounter
}

/** Adds the texts of a row to a tally. */
export type AddTexts = (row: ReportRow, tally: TextTally) => void

/** A counter of texts. */
export function textCounter(kind: 'escaped' | 'raw' | 'user', add: AddTexts): () => SummaryCounter {
  return () => {
    const tally = new TextTally()
    return {
      count: (row) => add(row, tally),
      totals: () => ({ kind, keys: tally.sorted() }),
    }
  }
}

/** A counter of the types of first records. */
export function typeCounter(): SummaryCounter {
  return numberCounter('type', ({ event }) => event.type)()
}

/** A counter of numbers. */
export function numberCounter(
  kind: 'type' | 'number',
  key: (row: ReportRow) => number,
): () => SummaryCounter {
  return () => {
    const tally = new NumberTally()
    return {
      count: (row) => tally.add(key(row)),
      totals: () => ({ kind, keys: tally.sorted() }),
    }
  }
}

/** Text keys of an attribute; an event without it counts nothing. */
export function attributeCounter(
  kind: 'escaped' | 'raw',
  attribute: 'host' | 'terminal' | 'exe' | 'comm',
): () => SummaryCounter {
  return textCounter(kind, ({ attributes }, tally) => {
    const span = attributes[attribute]
    if (span !== undefined) tally.add(span)
  })
}

/** Users: the account a program logged where `prefersAccount` says so, otherwise the audit uid as text. */
export function userCounter(
  prefersAccount: (attributes: SearchAttributes) => boolean,
  longest = Number.POSITIVE_INFINITY,
): () => SummaryCounter {
  return textCounter('user', ({ attributes, texts }, tally) => {
    if (attributes.account !== undefined && prefersAccount(attributes)) tally.add(attributes.account)
    else tally.addText(texts.user(attributes.auid).slice(0, longest))
  })
}

/**
 * A user key as printed: one that begins with a digit or `-` is taken for a number again, whatever it was
 * (spec 05 §8.3, a quirk).
 */
export function printedUser(key: string, texts: ValueTexts): string {
  if (!/^[-0-9]/.test(key)) return key
  return texts.user(leadingNumber(key) >>> 0)
}

/** C's atoi: the leading decimal number, 0 for none, the nearest 64-bit number when too large, then 32 bits of it. */
function leadingNumber(text: string): number {
  const digits = /^-?[0-9]+/.exec(text)?.[0]
  if (digits === undefined) return 0
  if (digits.length < 16) return Number(digits) | 0
  const limit = 2n ** 63n - 1n
  const value = BigInt(digits.slice(0, 400))
  return Number(BigInt.asIntN(32, value > limit ? limit : value < -limit - 1n ? -limit - 1n : value))
}
