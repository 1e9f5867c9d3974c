/** Messages on stderr, which may quote the log: it must not steer the terminal they are shown on. */
import { type EscapeMode, terminalSafe } from '@ts-audit/auparse'
import type { CommandEnvironment } from '../environment.ts'

const STDERR = 2

/** The writer of messages (latin1): as output, they are made safe for a terminal in escape mode `tty`, and only there. */
export function messageWriter(
  { note, isTerminal }: Pick<CommandEnvironment, 'note' | 'isTerminal'>,
  mode: EscapeMode,
): (text: string) => void {
  if (mode !== 'tty' || !isTerminal(STDERR)) return note
  return (text) => note(Buffer.from(terminalSafe(Buffer.from(text, 'latin1'))).toString('latin1'))
}
