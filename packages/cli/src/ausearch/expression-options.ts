/** `--expr`: search expressions, beyond what the reference's command takes (ausearch-expression(5)). */
import { parseExpression } from '@ts-audit/auparse/expression'
import { argumentOf, refuse } from '../options/argument.ts'
import type { AusearchOption } from './options.ts'

export const expressionOptions: readonly AusearchOption[] = [
  {
    names: ['--expr'],
    argument: 'one',
    placeholder: '<expression>',
    meaning: 'Events with a record that this search expression is true for; may be repeated',
    group: 'Criteria',
    apply(state, use) {
      const parsed = parseExpression(argumentOf(use))
      if (parsed.kind === 'error') refuse(`Invalid expression: ${parsed.message}`)
      state.expressions.push(parsed.expression)
    },
  },
]
