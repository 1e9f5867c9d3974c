/** `--expr`: search expressions, beyond what the reference's command takes (ausearch-expression(5)). */
import { argumentOf, refuse } from '../options/argument.ts'
import type { Explanation } from '../options/command-table.ts'
import type { AusearchOption } from './options.ts'

export const expressionOptions: readonly AusearchOption[] = [
  {
    names: ['--expr'],
    argument: 'one',
    placeholder: '<expression>',
    meaning:
      'Events with a record that this search expression is true for (see Expressions); may be repeated',
    covers: 'every field of every record, also of those that no other option looks into',
    group: 'Criteria',
    apply(state, use, { parseExpression }) {
      const text = argumentOf(use)
      const parsed = parseExpression(text)
      if (parsed.kind === 'error')
        refuse(`Invalid expression: ${parsed.message}${pointedAt(text, parsed.at)}`)
      state.expressions.push(parsed.expression)
    },
  },
]

/** Two more lines: the expression, and a mark under the place that a mistake is about. */
function pointedAt(text: string, at: number): string {
  if (text === '') return ''
  const oneLine = text.replace(/[\x00-\x1f\x7f]/g, ' ')
  // The text is latin1; a terminal shows UTF-8.
  const bytes = Uint8Array.from(oneLine.slice(0, at), (character) => character.charCodeAt(0))
  const column = new TextDecoder().decode(bytes).length
  return `\n  ${oneLine}\n  ${' '.repeat(column)}^`
}

/** The grammar on one screen (spec 06 §B2). */
export const expressionGrammar: Explanation = {
  title: 'Expressions',
  entries: [
    { term: 'A && B, A || B, ! A, ( A )', meaning: 'all, any, not; && binds tighter than ||' },
    { term: 'FIELD r= TEXT, FIELD r!= TEXT', meaning: 'the value as the log has it, its quotes included' },
    {
      term: 'FIELD i= TEXT, FIELD i!= TEXT',
      meaning: 'the value as -i prints it, with the names an enriched log carries',
    },
    {
      term: 'FIELD == N, !==, <, <=, >, >=',
      meaning: 'a user or group id as a number; FIELD is such as auid, uid, gid',
    },
    { term: '\\record_type == TYPE', meaning: 'the record, by name or number; also with !==, <, <=, >, >=' },
    {
      term: '\\timestamp >= ts:SECONDS.MMM',
      meaning: 'the time of the event; \\timestamp_ex with :SERIAL after it',
    },
    { term: '\\regexp "PATTERN"', meaning: 'the text of the record, by a POSIX extended regular expression' },
    { term: 'TEXT', meaning: 'a word of letters, digits, _ and -; anything else in "..." with \\" and \\\\' },
    {
      term: '(how)',
      meaning:
        'a comparison is false where the record has no such field; all of an expression is asked of one record; the event is found when it is true for one of its records',
    },
  ],
}

/** One for each thing that the other options cannot find. */
export const expressionExamples: Explanation = {
  title: 'Expressions, by example',
  entries: [
    {
      term: `--expr '\\record_type == SECCOMP && uid == 33'`,
      meaning: 'the user of a SECCOMP record, which -ui does not find',
    },
    { term: `--expr 'uring_op i= openat'`, meaning: 'an operation of io_uring, which has no --arch' },
    {
      term: `--expr '\\record_type == AVC && comm i= env'`,
      meaning: 'any AVC of an event; -c looks at its first command only',
    },
    { term: `--expr 'auid i= alice'`, meaning: 'a name that the log carries and this machine does not know' },
    {
      term: `--expr '\\record_type == LANDLOCK_ACCESS && path i= "/usr/bin"'`,
      meaning: 'paths of LANDLOCK records',
    },
    {
      term: `--expr '\\record_type == FANOTIFY && resp i= deny'`,
      meaning: 'the answers of a fanotify listener',
    },
  ],
}
