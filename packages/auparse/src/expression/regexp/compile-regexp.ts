/** From the text of a POSIX extended regular expression to its matcher. */
import { createMatcher, type RegexpMatcher } from './matcher.ts'
import { parsePattern } from './parse-pattern.ts'
import { PatternError } from './pattern-error.ts'
import { buildProgram } from './program.ts'

/** The outcome of compiling; `message` is the text of glibc's regerror(3), or says what is not supported. */
export type CompiledRegexp =
  | { readonly kind: 'regexp'; readonly matcher: RegexpMatcher }
  | { readonly kind: 'error'; readonly message: string }

/**
 * Compiles a POSIX extended regular expression: glibc's dialect, case-sensitive, unanchored, in the C locale (one byte
 * is one character). `pattern` is latin1. Matching takes time linear in the text, whatever the pattern; back-references
 * and patterns of more than 5000 steps are refused.
 */
export function compileRegexp(pattern: string): CompiledRegexp {
  try {
    return { kind: 'regexp', matcher: createMatcher(buildProgram(parsePattern(pattern))) }
  } catch (error) {
    if (error instanceof PatternError) return { kind: 'error', message: error.message }
    throw error
  }
}
