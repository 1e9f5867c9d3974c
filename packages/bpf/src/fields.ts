/** The words of `--by`, for who only wants these: nothing of the tracker or the views comes with them. */
export { DEFAULT_LOADER_FIELDS, LOADER_FIELDS, type LoaderField } from './fields/process.ts'
export { STORY_FIELDS, type StoryField, type StoryWish } from './story/choice.ts'
