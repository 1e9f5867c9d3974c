/** The stories of sessions and loaders for people: a view for each, with what remains of it. */
import { type Story, type StoryStep, storyFields } from '../fields/story.ts'
import { viewText } from './aligned.ts'
import { type ViewColumn, viewColumn, viewRows } from './columns.ts'
import { type Formatting, formatting } from './formatting.ts'
import { fullIds } from './search-command.ts'
import type { View, ViewOptions } from './view.ts'

/** Stories that are printed; json has all. */
const MOST_STORIES = 50
/** On terminals that are narrower, what happened has a line of its own: it is what is read. */
const WIDE = 150
/** Events that the command below a story asks for. */
const MOST_EVENTS = 100

const stepFields = storyFields.steps.fields

const columns: readonly ViewColumn<StoryStep>[] = [
  { heading: 'date time', show: ({ time }, format) => format.time(time) },
  viewColumn(stepFields, 'kind'),
  { heading: 'result', show: ({ success }) => (success === undefined ? '' : success ? 'success' : 'failed') },
  viewColumn(stepFields, 'pid'),
  viewColumn(stepFields, 'exe'),
  viewColumn(stepFields, 'event'),
  {
    heading: 'what',
    show: ({ what, count, progIds }, format) =>
      format.text(what) + (count === undefined || progIds !== undefined ? '' : ` (${count} times)`),
  },
]

/** The steps of a story as a view. */
export function storyView(story: Story, options: ViewOptions = {}): View {
  const format = formatting(options)
  return {
    title: `BPF Story of ${storyTitle(story, format)}`,
    columns: columns.map(({ heading }) => heading),
    rows: { [Symbol.iterator]: () => viewRows(story.steps, columns, format) },
    ...(options.width !== undefined && options.width < WIDE && { below: columns.length - 1 }),
  }
}

/** `session 6 of alice on web`, or the executable of what has no session. */
export function storyTitle({ node, session, auid, user, exe }: Story, format: Formatting): string {
  const who = user === undefined ? format.user(auid) : format.text(user)
  const parts = [
    session === undefined
      ? exe === undefined
        ? 'processes of unknown name'
        : format.text(exe)
      : `session ${session}`,
    who === '' ? '' : ` of ${who}`,
    node === undefined ? '' : ` on ${format.text(node)}`,
  ]
  return parts.join('')
}

/** What is there when the log ends, in one sentence. */
export function remainsText({ remaining, remainingCount, uncertainCount = 0, pins }: Story): string {
  const parts = [
    ...(remainingCount > 0
      ? [
          `${remainingCount === 1 ? 'program' : 'programs'} ${remaining.join(', ')}${remainingCount > remaining.length ? ', ...' : ''} loaded`,
        ]
      : []),
    ...(uncertainCount > 0
      ? [`${uncertainCount} ${uncertainCount === 1 ? 'program' : 'programs'} that may be loaded`]
      : []),
    ...(pins.length > 0 ? [`pinned at ${pins.join(', ')}`] : []),
  ]
  return parts.length === 0 ? 'nothing that this log shows' : parts.join('; ')
}

/** The ids of a story's events, each once, with the node. */
export function storyEvents({ steps, node }: Story): readonly string[] {
  const events = [...new Set(steps.map(({ event }) => event))]
  return fullIds(events.slice(0, MOST_EVENTS), node)
}

/** All lines of some stories, without their newlines. */
export function* storyLines(
  stories: readonly Story[],
  others: number,
  options: ViewOptions = {},
): Generator<string, void, undefined> {
  const format = formatting(options)
  for (const story of stories.slice(0, MOST_STORIES)) {
    yield* viewText(storyView(story, options), options)
    const { findings, severity, leftOut } = story
    if (findings.length > 0)
      yield `   findings: ${findings.join(', ')}${severity === undefined ? '' : ` (${severity} at most)`}`
    yield `   remains: ${format.text(remainsText(story))}`
    if (leftOut > 0) yield `   left out: ${leftOut} steps between the first and the last`
    yield `   events: ${format.text(format.search(storyEvents(story)))}`
  }
  if (stories.length === 0) yield* ['', 'BPF Story', '=========', '<no events of interest were found>', '']
  const more = others + Math.max(0, stories.length - MOST_STORIES)
  if (more > 0)
    yield* [
      '',
      `${more} more ${more === 1 ? 'session or loader' : 'sessions and loaders'}: --of tells their stories, --format json has all`,
    ]
}
