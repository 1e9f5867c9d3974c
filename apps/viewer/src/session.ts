/** The worker's side: the logs that are open, the selection, and the answers to what the page asks. */
import { type AccountResolver, accountsFromText, createInterpretContext, noAccounts } from '@ts-audit/auparse'
import { C_LOCALE, dateTimeFormat, systemZone, type TimeZone, UTC } from '@ts-audit/auparse/time'
import type { ReportName, ReportOptions } from '@ts-audit/aureport'
import { type FormatSettings, type OutputFormat, outputFormat } from '@ts-audit/format'
import type { LogEvent } from '@ts-audit/log'
import { EventReader } from './log/event-reader.ts'
import { type NamedFile, sortFiles } from './log/input-groups.ts'
import { readable } from './log/log-file.ts'
import { type ReadLogs, readLogs } from './log/read-logs.ts'
import type { Clock, Found, News, Opened, ReportPart, Requests, Wish } from './protocol.ts'
import { type Completion, completionsAt } from './query/complete.ts'
import { compileTest, type EventTest } from './query/event-test.ts'
import { type ParsedQuery, parseQuery } from './query/parse-query.ts'
import { forLogs, forPeople, shellWord } from './text.ts'
import { detailOf, type EventDetail } from './views/event-detail.ts'
import { type ExportName, exportEvents } from './views/export.ts'
import { countFacets, type FacetChoice, facetLabel, facetTest, facetWords } from './views/facets.ts'
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

/** Milliseconds between two lines of news. */
const NEWS_PAUSE = 80
const NOTHING = new Uint32Array(0)

/** The logs that are open. */
interface OpenLogs extends ReadLogs {
  readonly reader: EventReader
}

type Query = ParsedQuery & { readonly kind: 'query' }

/** A search that is about to be made. */
interface Search {
  readonly candidates: Uint32Array
  readonly matches: (event: LogEvent, ordinal: number) => boolean
  readonly test: EventTest
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
  #lastNews = 0
  #wish: Wish | undefined
  #query: Query | undefined
  /** In the order of the log. */
  #selected: Uint32Array<ArrayBufferLike> = NOTHING
  /** By time, where there are several logs. */
  #shown: Uint32Array<ArrayBufferLike> = NOTHING
  #report: ReportTable | undefined
  #sorted:
    | { readonly column: number; readonly isDown: boolean; readonly rows: ReportTable['rows'] }
    | undefined

  /** @param tell takes what is said between answers */
  constructor(tell: (news: News) => void) {
    this.#tell = tell
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
      this.#logs = { ...read, reader: new EventReader(read.index) }
      this.#selected = NOTHING
      this.#shown = NOTHING
      this.#report = undefined
    }
    return this.#opened(performance.now() - began)
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
    const search = this.#search(logs, wish, query)
    const found = await this.#find(logs, query, search, () => number !== this.#searches)
    const skipped = skippedText(search.test.skipped, 'passed over, as ausearch does')
    const remarks = [query.remark, skipped].filter((remark) => remark !== undefined)
    if (found === undefined) return { kind: 'superseded' }
    this.#selected = found
    this.#shown = byTime(found, logs)
    const { index } = logs
    return {
      kind: 'found',
      count: found.length,
      facets: countFacets(index, found, this.#accounts),
      chosen: wish.facets.map((choice) => ({ ...choice, label: facetLabel(index, choice, this.#accounts) })),
      timeline: timelineOf(index, found),
      remark: remarks.length === 0 ? undefined : remarks.join('; '),
      command: ['ts-ausearch', ...this.#words()].map(shellWord).join(' '),
      milliseconds: performance.now() - began,
    }
  }

  async rows(from: number, count: number): Promise<readonly EventRow[]> {
    const logs = this.#logs
    if (logs === undefined) return []
    const make = createRowMaker(logs.index, this.#formatSettings)
    const rows: EventRow[] = []
    await logs.reader.read(this.#shown.subarray(from, from + count), (event, ordinal) => {
      rows.push(make(event, ordinal))
    })
    return rows
  }

  async detail(place: number): Promise<EventDetail | undefined> {
    const logs = this.#logs
    if (logs === undefined) return undefined
    let detail: EventDetail | undefined
    await logs.reader.read(this.#shown.subarray(place, place + 1), (event, ordinal) => {
      detail = detailOf(event, ordinal, this.#formatSettings, this.#interpret())
    })
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

  async reportCommand(
    name: ReportName,
    { summary, interpret, lenient }: Omit<ReportWish, 'name'>,
  ): Promise<string> {
    const words = [
      'ts-aureport',
      reportChoices.find((choice) => choice.name === name)?.option ?? '',
      summary ? '--summary' : '',
      interpret ? '-i' : '',
      ...(lenient ? ['--format', 'json'] : []),
    ]
    const report = words.filter((word) => word !== '').join(' ')
    const search = this.#words()
    return search.length === 0
      ? report
      : `${['ts-ausearch', ...search, '--raw'].map(shellWord).join(' ')} | ${report}`
  }

  async programs(): Promise<string | undefined> {
    const logs = this.#logs
    if (logs === undefined) return undefined
    const isStopped = this.#job()
    const page = await programsPage({
      selected: this.#selected,
      logs: logs.logs,
      reader: logs.reader,
      accounts: this.#accounts,
      query: this.#words().map(shellWord).join(' '),
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
    const search = this.#search(logs, wish, query, output)
    // The whole log is saved whole, also events that ausearch skips since it cannot read a field of theirs.
    const isWhole = query.command.length === 0 && !output.interprets
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
    logs: OpenLogs,
    query: Query,
    { candidates, matches, test }: Search,
    isStopped: () => boolean,
  ): Promise<Uint32Array | undefined> {
    if (query.command.length === 0) return candidates
    const found = new Uint32Array(candidates.length)
    let count = 0
    const watch = {
      isStopped,
      onProgress: (done: number) => {
        // What has been found so far can be read already.
        this.#selected = found.subarray(0, count)
        this.#shown = this.#selected
        this.#news({ kind: 'searching', done, of: candidates.length, count })
      },
    }
    if (test.isOrdered) {
      await logs.reader.read(
        candidates,
        (event, ordinal) => {
          if (matches(event, ordinal)) found[count++] = ordinal
        },
        watch,
      )
    } else {
      const take = (some: readonly number[]): void => {
        for (const ordinal of some) found[count++] = ordinal
      }
      await logs.reader.find(candidates, test, take, watch)
    }
    return isStopped() ? undefined : found.slice(0, count)
  }

  /** Which events have to be looked at, and the test of each; `output` is what they are for, if it is not the list. */
  #search(
    { index }: OpenLogs,
    wish: Wish,
    query: Query,
    output?: Pick<OutputFormat, 'interprets' | 'isUtf8'>,
  ): Search {
    const inFacets = facetTest(index, wish.facets)
    const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = wish
    const isWanted = (ordinal: number): boolean => {
      const time = index.times.at(ordinal)
      return time >= from && time <= to && (inFacets === undefined || inFacets(ordinal))
    }
    const test = compileTest(query.options, index, {
      accounts: this.#accounts,
      interpret: () => this.#interpret(),
      output,
    })
    // The life of a program is followed through events that the facets leave out.
    const looksAtAll = query.options.bpf.progIds.length > 0
    const candidates = new Uint32Array(index.length)
    let count = 0
    for (let ordinal = 0; ordinal < index.length; ordinal++) {
      if (test.mayMatch(ordinal) && (looksAtAll || isWanted(ordinal))) candidates[count++] = ordinal
    }
    return {
      candidates: candidates.slice(0, count),
      matches: (event, ordinal) => test.matches(event) && (!looksAtAll || isWanted(ordinal)),
      test,
    }
  }

  /** What a newer job, or a cancel, ends. */
  #job(): () => boolean {
    const number = ++this.#jobs
    return () => number !== this.#jobs
  }

  #news(news: News): void {
    const now = performance.now()
    if (now - this.#lastNews < NEWS_PAUSE) return
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

  #interpret() {
    return createInterpretContext({
      accounts: this.#accounts,
      formatTime: dateTimeFormat(this.#zone, C_LOCALE),
    })
  }

  /** The words that ask for the selection on a command line. */
  #words(): readonly string[] {
    const wish = this.#wish
    if (wish === undefined) return []
    const instant = (seconds: number) => `@${seconds}`
    return [
      ...(this.#query?.command ?? []),
      ...facetWords(wish.facets.map(({ facet, value }): FacetChoice => ({ facet, value: forPeople(value) }))),
      ...(wish.from === undefined ? [] : ['-ts', instant(Math.floor(wish.from))]),
      ...(wish.to === undefined ? [] : ['-te', instant(Math.floor(wish.to))]),
    ]
  }

  #opened(milliseconds: number): Opened {
    const { logs = [], index, isWhole = true } = this.#logs ?? {}
    const times = index?.times
    return {
      files: logs.flatMap(({ files }) =>
        files.map(({ path, bytes, begin, end, compression }) => ({
          path,
          bytes,
          events: end - begin,
          compression,
        })),
      ),
      events: index?.length ?? 0,
      records: logs.reduce((sum, { records }) => sum + records, 0),
      notes: logs.flatMap(({ notes }) => notes.map(forPeople)),
      accounts: this.#accounts === noAccounts ? 0 : 1,
      isWhole,
      milliseconds,
      indexBytes: index?.bytes ?? 0,
      keptBytes: index?.store.keptBytes ?? 0,
      ...spanOf(times?.values),
    }
  }
}

/** The earliest and the latest time. */
function spanOf(times: Float64Array = new Float64Array()): Pick<Opened, 'first' | 'last'> {
  let first: number | undefined
  let last: number | undefined
  for (const time of times) {
    if (first === undefined || time < first) first = time
    if (last === undefined || time > last) last = time
  }
  return { first, last }
}

/** Several logs are one list by time; equal times stay in the order of the logs. */
function byTime(selected: Uint32Array, { index, logs }: ReadLogs): Uint32Array {
  if (logs.length < 2) return selected
  const times = index.times.values
  return selected
    .slice()
    .sort((one, other) => (times[one] as number) - (times[other] as number) || one - other)
}

/** Larger files are no accounts. */
const MOST_ACCOUNTS = 32 << 20

async function readAccounts(
  passwd: NamedFile | undefined,
  group: NamedFile | undefined,
): Promise<AccountResolver | undefined> {
  if (passwd === undefined && group === undefined) return undefined
  const text = async (named: NamedFile | undefined) =>
    named === undefined || named.file.size > MOST_ACCOUNTS ? '' : forLogs(await readable(named.file).text())
  return accountsFromText(await text(passwd), await text(group))
}
