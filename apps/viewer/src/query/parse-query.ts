/** What is typed into the search box: options of ausearch, a search expression, or a text to look for. */
import type { AccountResolver } from '@ts-audit/auparse'
import { type Expression, parseExpression } from '@ts-audit/auparse/expression'
import { C_LOCALE, type TimeZone } from '@ts-audit/auparse/time'
import {
  type AusearchOptions,
  initialAusearchOptions,
  longName,
  nearestWords,
  scanArguments,
  searchOptions,
  UsageError,
} from '@ts-audit/cli/search-options'
import { Machine } from '@ts-audit/tables/machines'
import { forLogs, forPeople, shellWord } from '../text.ts'
import { type Word, wordsOf } from './words.ts'

/** What a query is read with. */
export interface QuerySetting {
  readonly accounts: AccountResolver
  readonly zone: TimeZone
  /** Seconds since 1970, whole. */
  readonly now: number
}

/** A query that is understood, or a mistake and where it is in the text. */
export type ParsedQuery =
  | {
      readonly kind: 'query'
      readonly options: AusearchOptions
      /** The words of a command line that asks the same. */
      readonly command: readonly string[]
      /** How it was understood, where that is not plain. */
      readonly remark: string | undefined
    }
  | { readonly kind: 'mistake'; readonly message: string; readonly start: number; readonly end: number }

type Mistake = ParsedQuery & { readonly kind: 'mistake' }

const PROGRAM = /^\s*(?:ts-)?ausearch(?=\s|$)/
/** What makes a text an expression that was meant as one. */
const OPERATOR = /[=<>!&|()\\]/
/** Options of the command that do not choose events: they are passed over where a command line is pasted. */
const WITHOUT_MEANING = new Set(['-i', '--interpret', '-r', '--raw', '-l', '--line-buffered', '--no-notes'])
const WITH_ARGUMENT = new Set(['-if', '--input', '--format', '--escape'])

/** Reads a query. An empty one finds everything. */
export function parseQuery(text: string, setting: QuerySetting): ParsedQuery {
  const program = PROGRAM.exec(text)?.[0].length ?? 0
  const rest = text.slice(program)
  if (rest.trim() === '')
    return { kind: 'query', options: initialAusearchOptions(), command: [], remark: undefined }
  if (program > 0 || rest.trimStart().startsWith('-')) return parseOptions(text, program, setting)
  return parseText(text)
}

function parseOptions(text: string, begin: number, setting: QuerySetting): ParsedQuery {
  const all = wordsOf(text.slice(begin)).map((word) => ({
    ...word,
    start: word.start + begin,
    end: word.end + begin,
  }))
  const words = withoutOutput(all)
  const tokens = words.map((word) => forLogs(word.text))
  const { uses, unsupported } = scanArguments(searchOptions, tokens, () => false)
  const options = initialAusearchOptions()
  const context = {
    accounts: setting.accounts,
    host: Machine.x86_64,
    parseExpression,
    time: {
      now: setting.now,
      zone: setting.zone,
      locale: C_LOCALE,
      uptime: () => ({ reason: 'a browser does not know it' }),
    },
  }
  let at = 0
  for (const { option: name, use } of uses) {
    const place = wordRange(words, at, 1 + use.values.length)
    const option = searchOptions.find((each) => longName(each) === name)
    if (option === undefined) continue
    if (use.problem !== undefined) {
      const message = `${use.name} needs ${option.placeholder ?? 'an argument'}: ${option.meaning}`
      return { kind: 'mistake', message, ...place }
    }
    try {
      option.apply(options, use, context)
    } catch (error) {
      if (error instanceof UsageError) return { kind: 'mistake', message: usageText(error), ...place }
      throw error
    }
    at += 1 + use.values.length
  }
  if (unsupported !== undefined) return unknownOption(words, at)
  if (options.startAtCheckpoint) {
    return { kind: 'mistake', message: 'There are no checkpoints here', ...wordRange(words, 0, words.length) }
  }
  return { kind: 'query', options, command: words.map((word) => word.text), remark: undefined }
}

function withoutOutput(words: readonly Word[]): readonly Word[] {
  const kept: Word[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as Word
    if (WITH_ARGUMENT.has(word.text)) at++
    else if (!WITHOUT_MEANING.has(word.text)) kept.push(word)
  }
  return kept
}

function wordRange(
  words: readonly Word[],
  first: number,
  count: number,
): { readonly start: number; readonly end: number } {
  const start = words[Math.min(first, words.length - 1)]?.start ?? 0
  const end = words[Math.min(first + count, words.length) - 1]?.end ?? start
  return { start, end }
}

function unknownOption(words: readonly Word[], at: number): Mistake {
  const { text = '', start = 0, end = 0 } = words[at] ?? {}
  const near = nearestWords(
    text,
    searchOptions.flatMap(({ names }) => names),
  )
  const hint = near.length === 0 ? '' : `; did you mean ${near.join(' or ')}?`
  return {
    kind: 'mistake',
    message: `${shellWord(text)} is no option that chooses events${hint}`,
    start,
    end,
  }
}

/** The list of all record types is no help in one line. */
function usageText({ text, hint }: UsageError): string {
  const said = text
    .split('\n')
    .filter((line) => !line.startsWith('Valid message types'))
    .join(' ')
    .trim()
  const helped = hint !== undefined && 'line' in hint ? hint.line.replace(/^NOTE - /, '').trim() : ''
  const message = [said, helped].filter((part) => part !== '').join('; ')
  return forPeople(message === '' ? 'This is no value of that option' : message)
}

function parseText(text: string): ParsedQuery {
  const logText = forLogs(text.trim())
  const parsed = parseExpression(logText)
  if (parsed.kind === 'expression') {
    return expressionQuery([parsed.expression], ['--expr', text.trim()], undefined)
  }
  if (OPERATOR.test(text)) {
    const before = text.length - text.trimStart().length
    const start = before + forPeople(logText.slice(0, parsed.at)).length
    return { kind: 'mistake', message: `Expression: ${forPeople(parsed.message)}`, start, end: text.length }
  }
  const pattern = text.trim().replace(/[.*+?^${}()|[\]]/g, '\\$&')
  const written = `\\regexp "${pattern.replace(/[\\"]/g, '\\$&')}"`
  const search = parseExpression(forLogs(written))
  if (search.kind === 'error') {
    return {
      kind: 'mistake',
      message: `Expression: ${forPeople(search.message)}`,
      start: 0,
      end: text.length,
    }
  }
  return expressionQuery(
    [search.expression],
    ['--expr', written],
    'events with a record that holds this text',
  )
}

function expressionQuery(
  expressions: Expression[],
  command: readonly string[],
  remark: string | undefined,
): ParsedQuery {
  return { kind: 'query', options: { ...initialAusearchOptions(), expressions }, command, remark }
}
