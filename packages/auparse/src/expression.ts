/** Search expressions: the language of ausearch-expression(5). */
export { compileExpression } from './expression/compile-expression.ts'
export type {
  AccountComparison,
  Expression,
  StampComparison,
  TextComparison,
  TypeComparison,
  ValueOperator,
  VirtualField,
} from './expression/expression.ts'
export { type ParsedExpression, parseExpression } from './expression/parse-expression.ts'
export { type CompiledRegexp, compileRegexp } from './expression/regexp/compile-regexp.ts'
export type { RegexpMatcher } from './expression/regexp/matcher.ts'
