/** The one definition of a command's options: it yields parsing, `--help`, completions and the man page. */

/**
 * How an option takes its argument. A token that starts with `-` is no argument, except for `any` (spec 01 §1.1):
 * - `none`: does not look at the next token; `refused`: fails when an argument follows;
 * - `one`: needs one; `any`: takes the next token whatever it starts with;
 * - `one or two`: needs one and also takes a second, as dates and times do;
 * - `optional`: takes the next token when it is an argument; `any number`: takes all those that follow.
 */
export type ArgumentRule = 'none' | 'refused' | 'one' | 'any' | 'one or two' | 'optional' | 'any number'

/** What a shell can offer after an option. */
export type Completion =
  | { readonly kind: 'file' }
  | { readonly kind: 'user' }
  | { readonly kind: 'group' }
  /** Words to choose from: plain names, which no shell expands. With `list` several, with commas between. */
  | { readonly kind: 'words'; readonly words: () => readonly string[]; readonly list?: true }

/** One use of an option on the command line, as the scan of argv found it. */
export interface OptionUse {
  /** The name as typed: it appears in messages. */
  readonly name: string
  readonly values: readonly string[]
  /** An argument is missing, or stands where none may. */
  readonly problem?: 'missing' | 'unwanted'
}

/** A use with the option's long name, whatever spelling was typed. */
export interface NamedUse {
  readonly option: string
  readonly use: OptionUse
}

/** One option. `State` is what the command collects, `Context` what its checks may ask about the machine. */
export interface CommandOption<State, Context> {
  /** Every spelling, the long one last. */
  readonly names: readonly [...string[], `--${string}`]
  readonly argument: ArgumentRule
  /** A lone `-` is an argument of it, and a word that is the name of a file stands for its use. */
  readonly takesFiles?: true
  /** How help shows the argument, such as `<user>`. */
  readonly placeholder?: string
  /** One line for help and the man page. */
  readonly meaning: string
  /** For the man page: the record types that a criterion looks into. */
  readonly covers?: string
  readonly group: string
  readonly completion?: Completion
  /** A complaint that comes before any about the argument: complete text for stderr, with its newline. */
  readonly objection?: (state: State, use: OptionUse) => string | undefined
  /** Replaces the usual text for a missing or an unwanted argument. */
  readonly problemText?: (use: OptionUse) => string
  /** Takes the values over into the state; throws {@link UsageError} or {@link Finished}. */
  readonly apply: (state: State, use: OptionUse, context: Context) => void
}

/** A part of the help and the man page that says how something is written. */
export interface Explanation {
  readonly title: string
  readonly entries: readonly { readonly term: string; readonly meaning: string }[]
}

/** A command: who it is, what it takes, and how a mistake is answered. */
export interface CommandTable<State, Context> {
  readonly program: string
  /** What follows the program's name in the first line of its help; by default `[options]`. */
  readonly usage?: string
  readonly description: string
  readonly options: readonly CommandOption<State, Context>[]
  readonly explanations?: readonly Explanation[]
  readonly examples: readonly { readonly command: string; readonly meaning: string }[]
  /** Exit statuses for the man page. */
  readonly exitStatus: readonly { readonly status: number; readonly meaning: string }[]
  readonly initial: () => State
  /** What options anywhere on the command line mean for the checks of all: a look at the uses before they are applied. */
  readonly lookAhead?: (uses: readonly NamedUse[], context: Context) => Context
  /** Without any argument: run with the defaults, or print the usage text and fail. */
  readonly withoutArguments: 'run' | 'usage'
  /** Whether a mistake also prints the usage text on stdout. */
  readonly usageAfterError: boolean
  /** A last look at the whole, also after an error: complete text for stderr. */
  readonly finalObjection?: (state: State) => string | undefined
}

/** What reading the command line came to. Texts are complete, newlines included. */
export type CommandLine<State> =
  | { readonly kind: 'run'; readonly options: State }
  | {
      readonly kind: 'exit'
      /** What is long is made only to be printed: most runs do not load what makes it. */
      readonly stdout: string | (() => Promise<string>)
      readonly stderr: string
      readonly status: number
      /** Goes with a mistake, unless stderr is to be the reference's to the byte. */
      readonly hint?: UsageHint | undefined
      /** The options as they were scanned. */
      readonly uses?: readonly NamedUse[] | undefined
    }

/** What a command line that is answered at once prints. */
export async function answerText({
  stdout,
}: CommandLine<never> & { readonly kind: 'exit' }): Promise<string> {
  return typeof stdout === 'string' ? stdout : stdout()
}

/** A mistake on the command line; `text` is what stderr gets, newline included where there is one. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly text: string
  /** What the reference does not say: how to do it right, or what to look for in the log. */
  readonly hint: UsageHint | undefined

  constructor(text: string, hint?: UsageHint) {
    super(text)
    this.text = text
    this.hint = hint
  }
}

/** A line for stderr, or the name of an account that is unknown here and may be in the log. */
export type UsageHint = { readonly line: string } | { readonly account: string; readonly option: string }

/** An option such as `--version` that answers at once; not an error. */
export class Finished extends Error {
  override readonly name = 'Finished'
  /** What to print on stdout; `help` stands for the usage text. */
  readonly answer: { readonly help: true } | { readonly stdout: string }

  constructor(answer: { readonly help: true } | { readonly stdout: string }) {
    super('the command line is answered')
    this.answer = answer
  }
}

/** The long name, by which everything but the user calls an option. */
export function longName(option: { readonly names: readonly string[] }): string {
  return option.names.at(-1) ?? ''
}
