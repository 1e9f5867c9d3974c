/** From argv to a command's options, or to what it prints instead of running. */
import { existsSync } from 'node:fs'
import { answerDocument } from '../documents/documents.ts'
import {
  type CommandLine,
  type CommandOption,
  type CommandTable,
  Finished,
  longName,
  type OptionUse,
  UsageError,
} from '../options/command-table.ts'
import { type ScannedArguments, scanArguments } from '../options/scan.ts'
import { optionHint } from '../options/suggestion.ts'
import { fileName } from '../output/system-text.ts'

/**
 * Reads a command line from left to right; the first mistake ends it (spec 01 §1.1). `tokens` are the arguments after
 * the program's name, as latin1 text that holds the bytes given.
 */
export function parseCommandLine<State, Context>(
  table: CommandTable<State, Context>,
  tokens: readonly string[],
  context: Context,
): CommandLine<State> {
  const document = answerDocument(table, tokens)
  if (document !== undefined) {
    return 'text' in document ? exit(document.text, '', 0) : exit('', document.problem, 1)
  }
  const usage = async (): Promise<string> => (await import('../options/commander.ts')).usageText(table)
  if (tokens.length === 0 && table.withoutArguments === 'usage') return exit(usage, '', 1)
  const state = table.initial()
  const failure = failureOf(() => applyAll(table, tokens, state, context))
  if (failure instanceof Finished) {
    return exit('help' in failure.answer ? usage : failure.answer.stdout, '', 0)
  }
  const stderr = (failure?.text ?? '') + (table.finalObjection?.(state) ?? '')
  if (failure === undefined && stderr === '') return { kind: 'run', options: state }
  const hint = failure?.hint
  const answer = exit(table.usageAfterError ? usage : '', stderr, 1)
  return hint === undefined ? answer : { ...answer, hint, uses: scan(table, tokens).uses }
}

function scan<State, Context>(
  { options }: CommandTable<State, Context>,
  tokens: readonly string[],
): ScannedArguments {
  return scanArguments(options, tokens, (token) => existsSync(fileName(token)))
}

function applyAll<State, Context>(
  table: CommandTable<State, Context>,
  tokens: readonly string[],
  state: State,
  context: Context,
): void {
  const { uses, unsupported } = scan(table, tokens)
  const ahead = table.lookAhead?.(uses, context) ?? context
  const optionByName = new Map(table.options.map((option) => [longName(option), option]))
  for (const { option, use } of uses) {
    const found = optionByName.get(option)
    if (found !== undefined) applyUse(found, use, state, ahead)
  }
  if (unsupported !== undefined) {
    throw new UsageError(`${unsupported} is an unsupported option\n`, optionHint(unsupported, table.options))
  }
}

/** Objections come first, then a missing argument; an unwanted argument is reported beside the objection. */
function applyUse<State, Context>(
  option: CommandOption<State, Context>,
  use: OptionUse,
  state: State,
  context: Context,
): void {
  const objection = option.objection?.(state, use) ?? ''
  const problem =
    use.problem === undefined ? '' : (option.problemText ?? argumentProblem(option.argument))(use)
  if (objection !== '') throw new UsageError(use.problem === 'unwanted' ? objection + problem : objection)
  if (use.problem !== 'missing') option.apply(state, use, context)
  if (problem !== '') throw new UsageError(problem)
}

function argumentProblem(rule: string): (use: OptionUse) => string {
  if (rule === 'one or two') return ({ name }) => `${name} requires either date and/or time\n`
  if (rule === 'refused') return ({ name }) => `Argument is NOT required for ${name}\n`
  return ({ name }) => `Argument is required for ${name}\n`
}

function failureOf(work: () => void): UsageError | Finished | undefined {
  try {
    work()
    return undefined
  } catch (error) {
    if (error instanceof UsageError || error instanceof Finished) return error
    throw error
  }
}

function exit(
  stdout: string | (() => Promise<string>),
  stderr: string,
  status: number,
): CommandLine<never> & { readonly kind: 'exit' } {
  return { kind: 'exit', stdout, stderr, status }
}
