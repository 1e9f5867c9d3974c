/** The query engine: criteria, time arguments, matchers. */
export type { Criteria, UserCriterion } from './criteria.ts'
export { compileCriteria, type MatchEnvironment, type Matcher } from './matcher.ts'
export * from './time/index.ts'
