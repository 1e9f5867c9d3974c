/** The worker's side: the logs that are open, the selection, and the answers to what the page asks. */
import { type AccountResolver, createInterpretContext, noAccounts } from '@ts-audit/auparse'
import { C_LOCALE, dateTimeFormat, systemZone, type TimeZone, UTC } from '@ts-audit/auparse/time'
import type { ReportName, ReportOptions } from '@ts-audit/aureport'
import { type FormatSettings, outputFormat } from '@ts-audit/format'
import { readAccounts } from './log/account-files.ts'
import { EventReader } from './log/event-reader.ts'
import { type NamedFile, sortFiles } from './log/input-groups.ts'
import { type ReadLogs, readLogs } from './log/read-logs.ts'
import type { Clock, Found, News, Opened, ReportPart, Requests, Wish } from './protocol.ts'
import { reportCommand, selectionWords } from './query/command-words.ts'
import { type Completion, completionsAt } from './query/complete.ts'
import { parseQuery } from './query/parse-query.ts'
import { planSearch, type Query, runSearch, type SearchPlan } from './query/search-plan.ts'
import { commandText, forPeople } from './text.ts'
import { UrgentWork } from './urgent-work.ts'
import { detailOf, type EventDetail } from './views/event-detail.ts'
import { type ExportName, exportEvents } from './views/export.ts'
import { countFacets, facetLabel } from './views/facets.ts'
import { MOST_EVENTS } from './views/log-evidence.ts'
import { openedSummary } from './views/opened.ts'
import { programsPage } from './views/programs.ts'
import {
  type Cell,
  makeReport,
  type ReportTable,
  type ReportWish,
  reportChoices,
  sortRows,
} from './views/reports.ts'
import { createRowMaker, type EventRow } from './views/sentences.ts'
import { skippedText } from './views/skipped-text.ts'
import { timelineOf } from './views/timeline.ts'
import { warmUp } from './warm-up.ts'

/** Milliseconds between two lines of news: each is drawn, which takes time from the reading. */
const NEWS_PAUSE = { reading: 250, searching: 80, exporting: 250 }
const NOTHING = new Uint32Array(0)

/** The logs that are open. */
interface OpenLogs extends ReadLogs {
  /** Their files, those of a log from the oldest on. */
  readonly files: readonly NamedFile[]
  readonly reader: EventReader
}

/** One page's session. */
export class Session implements Requests {
  readonly #tell: (news: News) => void
  #logs: OpenLogs | undefined
  #accounts: AccountResolver = noAccounts
  #clock: Clock = 'local'
  #reading = new AbortController()
  /** Counts searches: an older one ends when a newer one begins. */
  #searches = 0
  #jobs = 0
  readonly #urgent = new UrgentWork()
  #lastNews = 0
  #wish: Wish | undefined
  #query: Query | undefined
  /** In the order of the log. */
  #selected: Uint32Array<ArrayBufferLike> = NOTHING
  /** By time, where there are several logs. */
  #shown: Uint32Array<ArrayBufferLike> = NOTHING
  /** Counts lists that are not the one before with more at its end. */
  #version = 0
  #report: ReportTable | undefined
  #sorted:
    | { readonly column: number; readonly isDown: boolean; readonly rows: ReportTable['rows'] }
    | undefined

  /** @param tell takes what is said between answers */
  constructor(tell: (news: News) => void) {
    this.#tell = tell
  }

  async prepare(): Promise<void> {
    if (this.#logs !== undefined) return
    const preparing = new AbortController()
    this.#reading = preparing
    await warmUp(preparing.signal)
  }

  async open(files: readonly NamedFile[], choice: 'auto' | 'any', clock: Clock): Promise<Opened> {
    const began = performance.now()
    this.#reading.abort()
    const reading = new AbortController()
    this.#reading = reading
    this.#clock = clock
    const { logs: groups, passwd, group } = sortFiles(files)
    const accounts = await readAccounts(passwd, group)
    if (accounts !== undefined) this.#accounts = accounts
    if (groups.length > 0) {
      const read = await readLogs(groups, {
        choice,
        signal: reading.signal,
        onProgress: (bytes, events) => this.#news({ kind: 'reading', read: bytes, events }),
      })
      this.#logs?.index.store.close()
      this.#logs = { ...read, files: groups.flat(), reader: new EventReader(read.index) }
      this.#selected = NOTHING
      this.#show(NOTHING)
      this.#report = undefined
    }
    return openedSummary(this.#logs, this.#accounts !== noAccounts, performance.now() - began)
  }

  async cancel(): Promise<void> {
    this.#reading.abort()
    this.#jobs++
  }

  async search(wish: Wish): Promise<Found> {
    const began = performance.now()
    const number = ++this.#searches
    this.#clock = wish.clock
    const logs = this.#logs
    const setting = { accounts: this.#accounts, zone: this.#zone, now: Math.floor(Date.now() / 1000) }
    const query = parseQuery(wish.query, setting)
    if (query.kind === 'mistake') return query
    if (logs === undefined) return { kind: 'superseded' }
    this.#wish = wish
    this.#query = query
    this.#show(NOTHING)
    const search = planSearch(logs.index, wish, query, this.#testSetting)
    const found = await this.#find(logs, query, search, () => number !== this.#searches)
    const skipped = skippedText(search.test.skipped, 'passed over, as ausearch does')
    const remarks = [query.remark, skipped].filter((remark) => remark !== undefined)
    if (found === undefined) return { kind: 'superseded' }
    this.#selected = found
    this.#show(byTime(found, logs))
    const { index } = logs
    return {
      kind: 'found',
      count: found.length,
      version: this.#version,
      facets: countFacets(index, found, this.#accounts),
      chosen: wish.facets.map((choice) => ({ ...choice, label: facetLabel(index, choice, this.#accounts) })),
      timeline: timelineOf(index, found),
      remark: remarks.length === 0 ? undefined : remarks.join('; '),
      command: commandText(['ts-ausearch', ...this.#inputWords, ...this.#words()]),
      milliseconds: performance.now() - began,
    }
  }

  async rows(from: number, count: number): Promise<readonly EventRow[]> {
    const logs = this.#logs
    if (logs === undefined) return []
    const make = createRowMaker(logs.index, this.#formatSettings)
    const rows: EventRow[] = []
    await this.#urgent.do(() =>
      logs.reader.read(
        this.#shown.subarray(from, from + count),
        (event, ordinal) => {
          rows.push(make(event, ordinal))
        },
        { isUrgent: true },
      ),
    )
    return rows
  }

  async detail(place: number): Promise<EventDetail | undefined> {
    const logs = this.#logs
    if (logs === undefined) return undefined
    let detail: EventDetail | undefined
    await this.#urgent.do(() =>
      logs.reader.read(
        this.#shown.subarray(place, place + 1),
        (event, ordinal) => {
          detail = detailOf(event, ordinal, {
            settings: this.#formatSettings,
            context: this.#interpret(),
            inputWords: this.#inputWords,
          })
        },
        { isUrgent: true },
      ),
    )
    return detail
  }

  async complete(text: string, at: number): Promise<readonly Completion[]> {
    const names = (dictionary: { readonly size: number; text(number: number): string } | undefined) => () =>
      dictionary === undefined
        ? []
        : Array.from({ length: Math.min(dictionary.size - 1, 1000) }, (_, at) =>
            forPeople(dictionary.text(at + 1)),
          )
    const index = this.#logs?.index
    return completionsAt(text, at, {
      keys: names(index?.keyNames),
      exes: names(index?.exeNames),
      nodes: names(index?.nodeNames),
      users: () => [...new Set(index?.users.values.subarray(0, 100_000))].slice(0, 100).map(String),
    })
  }

  async reports() {
    return reportChoices
  }

  async report(wish: ReportWish): Promise<ReportPart | undefined> {
    const logs = this.#logs
    if (logs === undefined) return undefined
    const isStopped = this.#job()
    const report = await makeReport(wish, {
      selected: this.#selected,
      logs: logs.logs,
      reader: logs.reader,
      options: this.#reportOptions,
      isStopped,
    })
    if (isStopped()) return undefined
    this.#report = report
    this.#sorted = undefined
    return {
      fields: report.fields,
      rows: report.rows.slice(0, 100),
      total: report.total,
      kept: report.rows.length,
      remark: report.remark,
    }
  }

  async reportRows(
    from: number,
    count: number,
    column: number | undefined,
    isDown: boolean,
  ): Promise<readonly (readonly Cell[])[]> {
    const { rows = [] } = this.#report ?? {}
    if (column === undefined) return rows.slice(from, from + count)
    if (this.#sorted?.column !== column || this.#sorted.isDown !== isDown) {
      this.#sorted = { column, isDown, rows: sortRows(rows, column, isDown) }
    }
    return this.#sorted.rows.slice(from, from + count)
  }

  async reportCommand(name: ReportName, wish: Omit<ReportWish, 'name'>): Promise<string> {
    return reportCommand(name, wish, { selection: this.#words(), input: this.#inputWords })
  }

  async programs(): Promise<string | undefined> {
    const logs = this.#logs
    if (logs === undefined) return undefined
    const isStopped = this.#job()
    const page = await programsPage({
      selected: this.#selected,
      logs: logs.logs,
      whole:
        this.#selected.length === logs.index.length && logs.index.length <= MOST_EVENTS && logs.isWhole
          ? logs.files
          : undefined,
      reader: logs.reader,
      accounts: this.#accounts,
      query: commandText(this.#words()),
      now: Date.now(),
      isStopped,
    })
    return isStopped() ? undefined : page
  }

  async export(name: ExportName): Promise<Blob | undefined> {
    const logs = this.#logs
    if (logs === undefined) return undefined
    const wish = this.#wish
    const query = this.#query
    if (wish === undefined || query === undefined) return undefined
    const isStopped = this.#job()
    const output = outputFormat(name)
    const search = planSearch(logs.index, wish, query, this.#testSetting, output)
    // Without a query events are saved that ausearch skips since it cannot read a field of theirs, as `--lenient` finds them.
    const isWhole = query.command.length === 0 && (!output.interprets || this.#words().length > 0)
    const blob = await exportEvents(name, search.candidates, {
      reader: logs.reader,
      matches: isWhole ? () => true : search.matches,
      namesUser: search.test.namesUser,
      settings: this.#formatSettings,
      isStopped,
      onProgress: (done) => this.#news({ kind: 'exporting', done, of: search.candidates.length }),
    })
    return isStopped() ? undefined : blob
  }

  /** The ordinals that are wanted; undefined when a newer search has begun. */
  async #find(
    { reader }: OpenLogs,
    query: Query,
    plan: SearchPlan,
    isStopped: () => boolean,
  ): Promise<Uint32Array | undefined> {
    const { candidates } = plan
    if (query.command.length === 0) return candidates
    const found = await runSearch(plan, reader, {
      isStopped,
      onProgress: (some, done) => {
        // What has been found so far can be read already.
        this.#selected = some
        this.#show(some)
        const { length: count } = some
        this.#news({ kind: 'searching', done, of: candidates.length, count, version: this.#version })
      },
      yields: this.#urgent.pause,
    })
    return isStopped() ? undefined : found
  }

  /** The list is now these rows. */
  #show(rows: Uint32Array): void {
    if (!beginsWith(rows, this.#shown)) this.#version++
    this.#shown = rows
  }

  /** What a newer job, or a cancel, ends. */
  #job(): () => boolean {
    const number = ++this.#jobs
    return () => number !== this.#jobs
  }

  #news(news: News): void {
    const now = performance.now()
    if (now - this.#lastNews < NEWS_PAUSE[news.kind]) return
    this.#lastNews = now
    this.#tell(news)
  }

  get #zone(): TimeZone {
    return this.#clock === 'utc' ? UTC : systemZone()
  }

  get #formatSettings(): FormatSettings {
    return { zone: this.#zone, accounts: this.#accounts }
  }

  get #reportOptions(): ReportOptions {
    return { accounts: this.#accounts, formatTime: dateTimeFormat(this.#zone, C_LOCALE) }
  }

  get #testSetting() {
    return { accounts: this.#accounts, interpret: () => this.#interpret() }
  }

  #interpret() {
    return createInterpretContext({
      accounts: this.#accounts,
      formatTime: dateTimeFormat(this.#zone, C_LOCALE),
    })
  }

  /** The words without which a command would pass over what is open. */
  get #inputWords(): readonly string[] {
    return this.#logs?.logs.some(({ isReadWide }) => isReadWide) === true ? ['--input-format', 'any'] : []
  }

  /** The words that ask for the selection on a command line. */
  #words(): readonly string[] {
    return this.#wish === undefined ? [] : selectionWords(this.#query?.command ?? [], this.#wish)
  }
}

/** Several logs are one list by time; equal times stay in the order of the logs. */
function byTime(selected: Uint32Array, { index, logs }: ReadLogs): Uint32Array {
  if (logs.length < 2) return selected
  const times = index.times.values
  return selected
    .slice()
    .sort((one, other) => (times[one] as number) - (times[other] as number) || one - other)
}

function beginsWith(rows: Uint32Array, begin: Uint32Array): boolean {
  if (begin.length > rows.length) return false
  if (begin.buffer === rows.buffer && begin.byteOffset === rows.byteOffset) return true
  for (let at = 0; at < begin.length; at++) if (rows[at] !== begin[at]) return false
  return true
}
