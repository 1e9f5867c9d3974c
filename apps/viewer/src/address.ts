/** The view in the fragment of the address: it can be gone back to, and shared beside the log. */
import type { ReportName } from '@ts-audit/aureport'
import type { Clock } from './protocol.ts'
import type { Facet, FacetChoice } from './views/facets.ts'

export const TABS = ['events', 'reports', 'programs', 'input'] as const
export type Tab = (typeof TABS)[number]

/** What a view is. */
export interface View {
  readonly tab: Tab
  readonly query: string
  readonly facets: readonly FacetChoice[]
  readonly from: number | undefined
  readonly to: number | undefined
  readonly clock: Clock
  readonly report: ReportName
  readonly summary: boolean
  readonly interpret: boolean
  readonly lenient: boolean
}

export const FIRST_VIEW: View = {
  tab: 'events',
  query: '',
  facets: [],
  from: undefined,
  to: undefined,
  clock: 'local',
  report: 'summary',
  summary: false,
  interpret: true,
  lenient: false,
}

const FACET_NAMES: readonly Facet[] = ['type', 'user', 'exe', 'key', 'result', 'node']

/** The fragment, without `#`; what is as at first is left out. */
export function fragmentOf(view: View): string {
  const parts = new URLSearchParams()
  if (view.tab !== FIRST_VIEW.tab) parts.append('tab', view.tab)
  if (view.query !== '') parts.append('q', view.query)
  for (const { facet, value } of view.facets) parts.append(facet, value)
  if (view.from !== undefined) parts.append('from', String(view.from))
  if (view.to !== undefined) parts.append('to', String(view.to))
  if (view.clock !== FIRST_VIEW.clock) parts.append('clock', view.clock)
  if (view.report !== FIRST_VIEW.report) parts.append('report', view.report)
  if (view.summary) parts.append('summary', '1')
  if (!view.interpret) parts.append('numbers', '1')
  if (view.lenient) parts.append('lenient', '1')
  return parts.toString()
}

/** The view that a fragment stands for; what it does not know is as at first. */
export function viewOf(fragment: string): View {
  const parts = new URLSearchParams(fragment.replace(/^#/, ''))
  const number = (name: string): number | undefined => {
    const text = parts.get(name)
    const value = Number(text)
    return text === null || !Number.isFinite(value) ? undefined : value
  }
  return {
    tab: TABS.find((tab) => tab === parts.get('tab')) ?? FIRST_VIEW.tab,
    query: parts.get('q') ?? '',
    facets: FACET_NAMES.flatMap((facet) => parts.getAll(facet).map((value) => ({ facet, value }))),
    from: number('from'),
    to: number('to'),
    clock: parts.get('clock') === 'utc' ? 'utc' : 'local',
    report: (parts.get('report') ?? FIRST_VIEW.report) as ReportName,
    summary: parts.has('summary'),
    interpret: !parts.has('numbers'),
    lenient: parts.has('lenient'),
  }
}
