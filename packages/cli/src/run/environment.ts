/** What a command takes from its process, as one explicit value. */

/** The process as a command sees it. */
export interface CommandEnvironment {
  /** The arguments after the program's name, as latin1 text that holds the bytes given. */
  readonly tokens: readonly string[]
  /** Environment variables. */
  readonly variables: Readonly<Record<string, string | undefined>>
  /** `process.platform` machine word as `uname -m` prints it, such as `x86_64`. */
  readonly machine: string
  /** Writes a message to stderr; the text is latin1 and complete, newlines included. A terminal gets it escaped. */
  readonly note: (text: string) => void
  /** Writes progress to a stderr that is a terminal, which obeys its control characters; by default {@link note}. */
  readonly showProgress?: ((text: string) => void) | undefined
  /** Whether a file descriptor is a terminal. */
  readonly isTerminal: (descriptor: number) => boolean
  /** How many characters a line of the data output has, where it is a terminal. */
  readonly terminalWidth?: (() => number | undefined) | undefined
  /** File descriptor of the data output. */
  readonly stdout: number
  /** File descriptor of the standard input. */
  readonly stdin: number
  /** The module that serves as a thread of this command (`serveThread`); without one there are none. */
  readonly threadScript?: URL | undefined
  /** Says when the user wants a run to end that would go on for ever; such a run asks for it. */
  readonly interrupted?: (() => AbortSignal) | undefined
  /** The page for a browser, where it is installed with the command. */
  readonly page?: URL | undefined
  /** The version of the program, for what says where it comes from. */
  readonly version?: string | undefined
}
