/** Filter lists (spec 03 §4.17). */
import { ruleLists } from '@ts-audit/tables/usual'
import { type Interpreter, named } from './interpreter.ts'

/** `list`: the filter list of an audit rule. */
export const filterList: Interpreter = named(10, ruleLists, (value) => `unknown-list(${value})`)
