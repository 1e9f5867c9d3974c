/** The stories as a section of the page. */
import { type Story, type StoryStep, storyFields } from '../fields/story.ts'
import { notableStories } from '../story/choice.ts'
import { formatting } from '../views/formatting.ts'
import { remainsText, storyEvents, storyTitle } from '../views/stories.ts'
import { pageColumn } from './columns.ts'
import { escapeHtml } from './escape.ts'
import { type Column, table } from './table.ts'

/** Stories that are shown. */
const MOST_STORIES = 20
const stepFields = storyFields.steps.fields

const columns: readonly Column<StoryStep>[] = [
  pageColumn(stepFields, 'time'),
  pageColumn(stepFields, 'kind'),
  { ...pageColumn(stepFields, 'what') },
  {
    title: 'Result',
    text: ({ success }) => (success === undefined ? '' : success ? 'succeeded' : 'failed'),
  },
  {
    title: 'Count',
    text: ({ count }) => String(count ?? ''),
    sort: ({ count }) => count ?? 1,
    look: 'number',
  },
  pageColumn(stepFields, 'pid'),
  pageColumn(stepFields, 'exe'),
  { ...pageColumn(stepFields, 'event'), look: 'time' },
]

/** What sessions and loaders did, the severest first; empty where nothing was recorded. */
export function storiesSection(
  stories: readonly Story[] | undefined,
  search: (ids: readonly string[]) => string,
): string {
  if (stories === undefined || stories.length === 0) return ''
  const { told, others } = notableStories(stories)
  const shown = told.slice(0, MOST_STORIES)
  const more = others + told.length - shown.length
  const note =
    more === 0 ? '' : `<p>Not told here: ${more} more. ts-aureport --bpf story --of tells them.</p>`
  return `${shown.map((story, place) => storyBox(story, place, search)).join('\n')}${note}`
}

function storyBox(story: Story, place: number, search: (ids: readonly string[]) => string): string {
  const { severity, findings, leftOut } = story
  const title = storyTitle(story, formatting({}))
  const badge = severity === undefined ? '' : ` <span class="badge ${severity}">${severity}</span>`
  const facts = [
    ...(findings.length > 0 ? [`Findings: ${findings.join(', ')}.`] : []),
    `Remains: ${remainsText(story)}.`,
    ...(leftOut > 0 ? [`${leftOut} steps in the middle are left out.`] : []),
  ]
  const id = `story-${place}`
  return `<h3>${escapeHtml(title)}${badge}</h3>
${table(id, columns, story.steps, { caption: `Steps of ${title}` })}
<ul>${facts.map((fact) => `<li>${escapeHtml(fact)}</li>`).join('')}<li><code>${escapeHtml(search(storyEvents(story)))}</code></li></ul>`
}
