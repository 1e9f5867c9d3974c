/** The words of `--by` alone, without the tracker or the views. */
export { FINDING_NAMES } from './fields/finding.ts'
export { DEFAULT_LOADER_FIELDS, LOADER_FIELDS, type LoaderField } from './fields/process.ts'
export { STORY_FIELDS, type StoryField, type StoryWish } from './story/choice.ts'
