/** Search expressions: the language of ausearch-expression(5). */
export { compileExpression } from './compile-expression.ts'
export type {
  AccountComparison,
  Expression,
  StampComparison,
  TextComparison,
  TypeComparison,
  ValueOperator,
  VirtualField,
} from './expression.ts'
export { type ParsedExpression, parseExpression } from './parse-expression.ts'
export { type CompiledRegexp, compileRegexp } from './regexp/compile-regexp.ts'
export type { RegexpMatcher } from './regexp/matcher.ts'
