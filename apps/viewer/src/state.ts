/** What the page shows: the view, which stands in the address, and what came of it. */
import { computed, signal } from '@preact/signals'
import { FIRST_VIEW, fragmentOf, type View, viewOf } from './address.ts'
import { startWorker } from './client.ts'
import type { NamedFile } from './log/input-groups.ts'
import type { Found, News, Opened } from './protocol.ts'
import { servedFiles } from './served-logs.ts'
import type { EventDetail } from './views/event-detail.ts'
import type { ExportName } from './views/export.ts'
import type { FacetChoice } from './views/facets.ts'

type Result = Found & { readonly kind: 'found' }
type Mistake = Found & { readonly kind: 'mistake' }

export const view = signal<View>(viewOf(location.hash))
export const opened = signal<Opened | undefined>(undefined)
export const reading = signal<
  { readonly bytes: number; readonly of: number; readonly events: number } | undefined
>(undefined)
/** Done of all, while a search runs. */
export const searching = signal<{ readonly done: number; readonly of: number } | undefined>(undefined)
export const exporting = signal<
  { readonly name: string; readonly done: number; readonly of: number } | undefined
>(undefined)
export const found = signal<Result | undefined>(undefined)
export const mistake = signal<Mistake | undefined>(undefined)
/** How many rows the list has: while a search runs, those it has found so far. */
export const rowCount = signal(0)
/** Changes with every selection: what was made of the one before is out of date. */
export const selection = signal(0)
/** Changes when rows that were fetched before are others now; they stay when there are only more. */
export const rowsVersion = signal(0)
/** Searches that were answered. */
export const answers = signal(0)
export const chosen = signal<number | undefined>(undefined)
export const detail = signal<EventDetail | undefined>(undefined)
export const failure = signal<string | undefined>(undefined)
export const readsAll = signal(false)
export const isOpen = computed(() => (opened.value?.files.length ?? 0) > 0)

/** The page has been drawn by then, and nobody has found a file yet. */
const PREPARE_AFTER_MS = 300

let files: readonly NamedFile[] = []
/** The last search that was asked for: only its answer counts. */
let searches = 0

export const worker = startWorker(takeNews)

function takeNews(news: News): void {
  if (news.kind === 'reading') {
    if (reading.value !== undefined)
      reading.value = { ...reading.value, bytes: news.read, events: news.events }
  } else if (news.kind === 'searching') {
    if (searching.value === undefined) return
    searching.value = { done: news.done, of: news.of }
    rowsVersion.value = news.version
    rowCount.value = news.count
  } else if (exporting.value !== undefined) {
    exporting.value = { ...exporting.value, done: news.done, of: news.of }
  }
}

/** Opens files: others than before, or with them. */
export async function openFiles(added: readonly NamedFile[], keepsOthers = false): Promise<void> {
  if (added.length === 0) return
  files = keepsOthers ? [...files, ...added] : added
  failure.value = undefined
  chosen.value = undefined
  detail.value = undefined
  reading.value = { bytes: 0, of: files.reduce((sum, { file }) => sum + file.size, 0), events: 0 }
  try {
    opened.value = await worker.open(files, readsAll.value ? 'any' : 'auto', view.value.clock)
  } catch (error) {
    failure.value = String(error)
  }
  reading.value = undefined
  await search()
}

/** Opens what the server of the page offers, if it is one that offers anything. */
export async function openServedLogs(): Promise<void> {
  try {
    await openFiles(await servedFiles())
  } catch (error) {
    failure.value = String(error)
  }
}

/** Makes ready for the first log once the page is drawn and nothing else is to be done. */
export function prepare(): void {
  setTimeout(() => {
    // What fails then fails again when a log is opened, and is said there.
    if (reading.value === undefined && opened.value === undefined) worker.prepare().catch(() => {})
  }, PREPARE_AFTER_MS)
}

/** Reads the same files in another way. */
export async function readAgain(all: boolean): Promise<void> {
  readsAll.value = all
  await openFiles(files)
}

/** Changes the view, the address with it, and what is shown. */
export function change(changes: Partial<View>): void {
  const before = view.value
  view.value = { ...before, ...changes }
  const fragment = fragmentOf(view.value)
  if (fragment !== location.hash.slice(1)) history.pushState(null, '', `#${fragment}`)
  if (asksOthers(before, view.value)) void search()
}

function asksOthers(one: View, other: View): boolean {
  return (['query', 'facets', 'from', 'to', 'clock'] as const).some((part) => one[part] !== other[part])
}

/** Goes by the address: somebody went back, or typed another one. */
export function followAddress(): void {
  view.value = viewOf(location.hash)
  void search()
}

/** Asks for what the view says. */
export async function search(): Promise<void> {
  if (opened.value === undefined) return
  const number = ++searches
  const { query, facets, from, to, clock } = view.value
  searching.value = { done: 0, of: 0 }
  rowCount.value = 0
  chosen.value = undefined
  detail.value = undefined
  let answer: Found
  try {
    answer = await worker.search({ query, facets, from, to, clock })
  } catch (error) {
    if (number !== searches) return
    failure.value = String(error)
    searching.value = undefined
    return
  }
  if (number !== searches || answer.kind === 'superseded') return
  searching.value = undefined
  mistake.value = answer.kind === 'mistake' ? answer : undefined
  if (answer.kind === 'found') {
    found.value = answer
    rowsVersion.value = answer.version
  }
  // After a mistake what was found before stays.
  rowCount.value = found.value?.count ?? 0
  selection.value++
  answers.value++
}

/** Adds a value to what is chosen, or takes it away. */
export function toggleFacet({ facet, value }: FacetChoice): void {
  const { facets } = view.value
  const isChosen = facets.some((each) => each.facet === facet && each.value === value)
  change({
    facets: isChosen
      ? facets.filter((each) => each.facet !== facet || each.value !== value)
      : [...facets, { facet, value }],
  })
}

/** Shows all there is to know of the event in a row; undefined shows none. */
export async function choose(place: number | undefined): Promise<void> {
  chosen.value = place
  const asked = selection.value
  const answer = place === undefined ? undefined : await worker.detail(place)
  if (chosen.value === place && selection.value === asked) detail.value = answer
}

/** Saves the selection. */
export async function saveAs(name: ExportName | 'programs'): Promise<void> {
  exporting.value = { name, done: 0, of: found.value?.count ?? 0 }
  try {
    if (name === 'programs') {
      const page = await worker.programs()
      if (page !== undefined) download(new Blob([page], { type: 'text/html' }), 'bpf-programs.html')
    } else {
      const blob = await worker.export(name)
      const endings = { raw: 'log', ndjson: 'ndjson', ecs: 'ecs.ndjson', csv: 'csv', text: 'txt' }
      if (blob !== undefined) download(blob, `audit-events.${endings[name]}`)
    }
  } catch (error) {
    failure.value = String(error)
  }
  exporting.value = undefined
}

function download(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/** Everything is looked at again. */
export function clearView(): void {
  const { query, facets, from, to } = FIRST_VIEW
  change({ query, facets, from, to })
}
