/** Takes a search expression apart into tokens (spec 06 §B1). */
import { ExpressionError } from './expression-error.ts'

/** Tokens of fixed form; the first that fits is taken. */
const SYMBOLS = [
  '!==',
  '!',
  '&&',
  '||',
  '(',
  ')',
  '<=',
  '<',
  '>=',
  '>',
  '==',
  '\\',
  'i=',
  'i!=',
  'r=',
  'r!=',
] as const

export type TokenSymbol = (typeof SYMBOLS)[number]

/** A word and a quoted text are both `string`; `unknown` is a byte that begins no token. */
export type TokenKind = TokenSymbol | 'end' | 'string' | 'regexp' | 'unknown'

/** A piece of an expression. */
export interface Token {
  readonly kind: TokenKind
  /** As typed, with quotes and escapes; empty at the end. */
  readonly source: string
  /** What a string or regexp stands for. */
  readonly value: string
  /** Where it begins. */
  readonly start: number
}

const WORD = /[A-Za-z0-9_-]+/y
const WHITE_SPACE = /[ \t\n]*/y

/** Reads one token after the other. */
export class Lexer {
  readonly text: string
  #at = 0
  #tokenStart = 0

  constructor(text: string) {
    this.text = text
  }

  /** Where the token begins that was read last, or could not be read. */
  get tokenStart(): number {
    return this.#tokenStart
  }

  /** Continues at another place of the text. */
  continueAt(at: number): void {
    this.#at = at
  }

  /**
   * The next token; after the last one it is `end`, however often it is asked for.
   *
   * @throws {ExpressionError} for a text that is not closed or has an unknown escape
   */
  next(): Token {
    WHITE_SPACE.lastIndex = this.#at
    WHITE_SPACE.test(this.text)
    const start = WHITE_SPACE.lastIndex
    this.#tokenStart = start
    const { kind, end, value } = this.#read(start)
    this.#at = end
    return { kind, source: this.text.slice(start, end), value, start }
  }

  #read(start: number): { kind: TokenKind; end: number; value: string } {
    const { text } = this
    if (start >= text.length) return { kind: 'end', end: start, value: '' }
    const first = text.charAt(start)
    if (first === '"' || first === '/') {
      const { value, end } = delimited(text, start, first)
      return { kind: first === '"' ? 'string' : 'regexp', end, value }
    }
    const symbol = SYMBOLS.find((candidate) => text.startsWith(candidate, start))
    if (symbol !== undefined) return { kind: symbol, end: start + symbol.length, value: '' }
    WORD.lastIndex = start
    const word = WORD.exec(text)?.[0]
    if (word !== undefined) return { kind: 'string', end: start + word.length, value: word }
    return { kind: 'unknown', end: start + 1, value: '' }
  }
}

/** Reads up to the delimiter that closes the text; only a backslash and the delimiter may be escaped. */
function delimited(text: string, start: number, delimiter: string): { value: string; end: number } {
  let value = ''
  let at = start + 1
  for (; at < text.length && text[at] !== delimiter; at++) {
    if (text[at] === '\\') {
      at++
      if (text[at] !== '\\' && text[at] !== delimiter) throw new ExpressionError(unknownEscape(text[at]))
    }
    value += text.charAt(at)
  }
  if (at >= text.length) throw new ExpressionError('Terminating delimiter missing')
  return { value, end: at + 1 }
}

/** A backslash that ends the expression is reported without closing quotes [quirk]: libauparse 3.0.9 does so. */
function unknownEscape(char: string | undefined): string {
  return `Unknown escape sequence \`\`\\${char === undefined ? '' : `${char}''`}`
}
