/** From the text of a search expression to its tree (spec 06 §B2). */
import { FieldType, fieldTypeOf } from '@ts-audit/tables/field-types'
import { accountId, recordTypeNumber, writtenStamp } from './compared-values.ts'
import type { Expression, ValueOperator, VirtualField } from './expression.ts'
import { ExpressionError } from './expression-error.ts'
import { Lexer, type Token } from './lexer.ts'
import { compileRegexp } from './regexp/compile-regexp.ts'

/** The outcome of reading an expression; `message` is the text of spec 06 §B6, `at` the offset of what it is about. */
export type ParsedExpression =
  | { readonly kind: 'expression'; readonly expression: Expression }
  | { readonly kind: 'error'; readonly message: string; readonly at: number }

/** How deep parentheses may be nested. The reference has no limit but its stack: 100,000 crash libauparse 3.0.9. */
const DEEPEST = 500

type TextOperator = 'r=' | 'r!=' | 'i=' | 'i!='
type Field =
  | { readonly kind: 'plain'; readonly name: string }
  | { readonly kind: 'virtual'; readonly name: VirtualField }

/**
 * Reads a search expression: the language of ausearch-expression(5), as audit-userspace 4.2 understands it. `text` is
 * latin1, one character per byte. The first mistake from left to right is reported.
 */
export function parseExpression(text: string): ParsedExpression {
  const lexer = new Lexer(text)
  try {
    return { kind: 'expression', expression: new Parser(lexer).parse() }
  } catch (error) {
    if (error instanceof ExpressionError)
      return { kind: 'error', message: error.message, at: lexer.tokenStart }
    throw error
  }
}

class Parser {
  readonly #lexer: Lexer
  #token: Token
  #depth = 0

  constructor(lexer: Lexer) {
    this.#lexer = lexer
    this.#token = this.#lexer.next()
  }

  parse(): Expression {
    if (this.#take('end')) throw new ExpressionError('Empty expression')
    const expression = this.#any()
    if (!this.#take('end')) this.#complain('Unexpected trailing token')
    return expression
  }

  #any(): Expression {
    return this.#list('any', '||', () => this.#list('all', '&&', () => this.#primary()))
  }

  #list(kind: 'any' | 'all', separator: '||' | '&&', operand: () => Expression): Expression {
    const first = operand()
    if (this.#token.kind !== separator) return first
    const operands = [first]
    while (this.#take(separator)) operands.push(operand())
    return { kind, operands }
  }

  #primary(): Expression {
    let negated = false
    while (this.#take('!')) negated = !negated
    const operand = this.#take('(') ? this.#group() : this.#comparison()
    return negated ? { kind: 'not', operand } : operand
  }

  #group(): Expression {
    if (++this.#depth > DEEPEST) throw new ExpressionError('Expression is nested too deeply')
    const expression = this.#any()
    this.#depth--
    if (!this.#take(')')) this.#complain('Right paren expected, got')
    return expression
  }

  #comparison(): Expression {
    if (this.#take('\\')) return this.#escaped()
    if (this.#token.kind !== 'string') this.#complain('Unexpected token')
    return this.#operation({ kind: 'plain', name: this.#value() })
  }

  /** What follows a field escape. */
  #escaped(): Expression {
    const { kind, value, source } = this.#token
    if (kind !== 'string') throw new ExpressionError('Field name expected after field escape')
    if (value === 'regexp') return this.#regexp()
    if (!isVirtualField(value)) throw new ExpressionError(`Unknown escaped field name \`${source}'`)
    this.#advance()
    return this.#operation({ kind: 'virtual', name: value })
  }

  #regexp(): Expression {
    this.#advance()
    const { kind, value: pattern } = this.#token
    if (kind !== 'string' && kind !== 'regexp') this.#complain('Regexp expected, got')
    const compiled = compileRegexp(pattern)
    if (compiled.kind === 'error') throw new ExpressionError(`Invalid regexp: ${compiled.message}`)
    this.#advance()
    return { kind: 'regexp', pattern }
  }

  #operation(field: Field): Expression {
    const { kind: operator } = this.#token
    if (!isTextOperator(operator) && !isValueOperator(operator)) this.#complain('Operator expected, got')
    this.#advance()
    if (this.#token.kind !== 'string') this.#complain('Value expected, got')
    if (isValueOperator(operator)) return this.#valueComparison(field, operator)
    const value = this.#value()
    if (field.kind === 'virtual') return { kind: 'text of virtual field', field: field.name }
    const form = operator.startsWith('r') ? 'raw' : 'interpreted'
    return { kind: 'text', field: field.name, form, differs: operator.endsWith('!='), value }
  }

  #valueComparison(field: Field, operator: ValueOperator): Expression {
    if (field.kind === 'virtual' && field.name !== 'record_type') {
      return this.#stampComparison(operator, field.name === 'timestamp_ex')
    }
    const comparison = valueComparison(field, operator, this.#token)
    this.#advance()
    return comparison
  }

  /** A stamp is not a token: it is read from where its first token begins, and the next token begins after its last digit. */
  #stampComparison(operator: ValueOperator, withSerial: boolean): Expression {
    const { end, ...stamp } = writtenStamp(this.#lexer.text, this.#token, withSerial)
    this.#lexer.continueAt(end)
    this.#advance()
    return { kind: 'stamp', operator, ...stamp }
  }

  #advance(): void {
    this.#token = this.#lexer.next()
  }

  /** Goes on when the current token is of that kind. */
  #take(kind: Token['kind']): boolean {
    if (this.#token.kind !== kind) return false
    this.#advance()
    return true
  }

  /** Returns the value of the current token and moves past it. */
  #value(): string {
    const { value } = this.#token
    this.#advance()
    return value
  }

  #complain(problem: string): never {
    throw new ExpressionError(`${problem} \`${this.#token.source}'`)
  }
}

function valueComparison(field: Field, operator: ValueOperator, token: Token): Expression {
  if (field.kind === 'virtual') return { kind: 'record type', operator, type: recordTypeNumber(token) }
  const type = fieldTypeOf(field.name)
  if (type !== FieldType.UID && type !== FieldType.GID) {
    throw new ExpressionError(`Field \`${field.name}' does not support value comparison`)
  }
  return { kind: 'account', field: field.name, operator, id: accountId(token) }
}

function isVirtualField(name: string): name is VirtualField {
  return name === 'timestamp' || name === 'timestamp_ex' || name === 'record_type'
}

function isTextOperator(kind: Token['kind']): kind is TextOperator {
  return kind === 'r=' || kind === 'r!=' || kind === 'i=' || kind === 'i!='
}

function isValueOperator(kind: Token['kind']): kind is ValueOperator {
  return kind === '==' || kind === '!==' || kind === '<' || kind === '<=' || kind === '>' || kind === '>='
}
