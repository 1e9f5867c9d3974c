/** What the page asks of its worker, and what the worker says by itself. */
import type { ReportName } from '@ts-audit/aureport'
import type { NamedFile } from './log/input-groups.ts'
import type { Completion } from './query/complete.ts'
import type { EventDetail } from './views/event-detail.ts'
import type { ExportName } from './views/export.ts'
import type { Facet, FacetChoice, FacetCount } from './views/facets.ts'
import type { Cell, ReportChoice, ReportWish } from './views/reports.ts'
import type { EventRow } from './views/sentences.ts'
import type { Timeline } from './views/timeline.ts'

/** In which zone times are shown and typed. */
export type Clock = 'local' | 'utc'

/** What is looked at: all of it stands in the address. */
export interface Wish {
  readonly query: string
  readonly facets: readonly FacetChoice[]
  /** Seconds since 1970, both included. */
  readonly from: number | undefined
  readonly to: number | undefined
  readonly clock: Clock
}

/** A file as it is shown. */
export interface FileSummary {
  readonly path: string
  readonly bytes: number
  readonly events: number
  readonly compression: string | undefined
}

/** What came of opening. */
export interface Opened {
  readonly files: readonly FileSummary[]
  readonly events: number
  readonly records: number
  readonly notes: readonly string[]
  readonly accounts: number
  readonly isWhole: boolean
  readonly milliseconds: number
  readonly indexBytes: number
  readonly keptBytes: number
  readonly first: number | undefined
  readonly last: number | undefined
}

/** What came of a search. */
export type Found =
  | {
      readonly kind: 'found'
      readonly count: number
      /** Another number than before when the rows are others; rows that are only more have the same. */
      readonly version: number
      readonly facets: Readonly<Record<Facet, readonly FacetCount[]>>
      readonly chosen: readonly (FacetChoice & { readonly label: string })[]
      readonly timeline: Timeline
      readonly remark: string | undefined
      /** The command that finds the same. */
      readonly command: string
      readonly milliseconds: number
    }
  | { readonly kind: 'mistake'; readonly message: string; readonly start: number; readonly end: number }
  | { readonly kind: 'superseded' }

/** A part of a report. */
export interface ReportPart {
  readonly fields: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
  readonly total: number
  readonly kept: number
  readonly remark: string | undefined
}

/** What can be asked. Answers come in the order in which they are ready. */
export interface Requests {
  /** Makes ready for the first log, until one is opened. */
  prepare(): Promise<void>
  open(files: readonly NamedFile[], choice: 'auto' | 'any', clock: Clock): Promise<Opened>
  cancel(): Promise<void>
  search(wish: Wish): Promise<Found>
  rows(from: number, count: number): Promise<readonly EventRow[]>
  detail(place: number): Promise<EventDetail | undefined>
  complete(text: string, at: number): Promise<readonly Completion[]>
  reports(): Promise<readonly ReportChoice[]>
  report(wish: ReportWish): Promise<ReportPart | undefined>
  reportRows(
    from: number,
    count: number,
    column: number | undefined,
    isDown: boolean,
  ): Promise<readonly (readonly Cell[])[]>
  reportCommand(name: ReportName, wish: Omit<ReportWish, 'name'>): Promise<string>
  programs(): Promise<string | undefined>
  export(name: ExportName): Promise<Blob | undefined>
}

/** Said while something is being done. */
export type News =
  | { readonly kind: 'reading'; readonly read: number; readonly events: number }
  | {
      readonly kind: 'searching'
      readonly done: number
      readonly of: number
      readonly count: number
      /** As in {@link Found}. */
      readonly version: number
    }
  | { readonly kind: 'exporting'; readonly done: number; readonly of: number }

/** From the page to the worker. */
export interface RequestMessage {
  readonly id: number
  readonly method: keyof Requests
  readonly values: readonly unknown[]
}

/** From the worker to the page. */
export type ReplyMessage =
  | { readonly kind: 'value'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string }
  | { readonly kind: 'news'; readonly news: News }
