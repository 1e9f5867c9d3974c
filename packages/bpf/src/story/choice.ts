/** Which stories are told. */
import type { Story } from '../fields/story.ts'

/** What a story can be asked for by, the words of `--of`. */
export const STORY_FIELDS = ['session', 'auid', 'user', 'exe', 'pid', 'prog-id', 'node', 'finding'] as const
export type StoryField = (typeof STORY_FIELDS)[number]

/** What is asked for; text is latin1. */
export interface StoryWish {
  readonly field: StoryField
  readonly value: string
}

const tests: Readonly<Record<StoryField, (story: Story, value: string) => boolean>> = {
  session: ({ session }, value) => String(session) === value,
  auid: ({ auid }, value) => String(auid) === value,
  user: ({ user }, value) => user === value,
  exe: ({ exe, steps }, value) => exe === value || steps.some((step) => step.exe === value),
  pid: ({ steps }, value) => steps.some(({ pid }) => String(pid) === value),
  'prog-id': ({ steps, remaining }, value) =>
    remaining.some((id) => String(id) === value) ||
    steps.some(({ progIds }) => progIds?.some((id) => String(id) === value)),
  node: ({ node }, value) => node === value,
  finding: ({ findings }, value) => findings.includes(value),
}

/** The stories that meet all wishes. */
export function chosenStories(stories: readonly Story[], wishes: readonly StoryWish[]): readonly Story[] {
  return stories.filter((story) => wishes.every(({ field, value }) => tests[field](story, value)))
}

/** Without a wish: those of sessions and with findings, and how many others there are; all when there is none of these. */
export function notableStories(stories: readonly Story[]): {
  readonly told: readonly Story[]
  readonly others: number
} {
  const notable = stories.filter(
    ({ session, severity, steps }) =>
      session !== undefined || (severity !== undefined && severity !== 'info') || steps.some(isTelling),
  )
  const told = notable.length === 0 ? stories : notable
  return { told, others: stories.length - told.length }
}

/** Auditing changed, something killed, packets looked at, or a program loaded that left no record. */
function isTelling({ kind, progIds, success }: Story['steps'][number]): boolean {
  if (kind === 'load') return progIds === undefined && success !== false
  return kind === 'audit' || kind === 'signal' || kind === 'socket'
}
