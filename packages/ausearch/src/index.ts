/** The query engine: criteria, time arguments, matchers, checkpoints. */
export {
  type Checkpoint,
  type CheckpointEvent,
  type CheckpointReading,
  type CheckpointVerdict,
  checkpointEvent,
  corruptedText,
  createCheckpointSwitch,
  formatCheckpoint,
  parseCheckpoint,
} from './checkpoint.ts'
export type { Criteria, UserCriterion } from './criteria.ts'
export { type EventIdCriterion, parseEventIds } from './event-ids.ts'
export { compileCriteria, type MatchEnvironment, type Matcher } from './matcher.ts'
export * from './time/index.ts'
