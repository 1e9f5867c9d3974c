/** From argv to the options of ts-aureport, or to what it prints instead of running (spec 05 §2). */
import type { CommandLine } from '../options/command-table.ts'
import { parseCommandLine } from '../run/command-line.ts'
import { bpfMistake } from './bpf-mistakes.ts'
import { ExtensionError, UnimplementedError } from './option-errors.ts'
import type { AureportContext, AureportOptions } from './options.ts'
import { serveMistake } from './serve/serve-options.ts'
import { aureportTable, usage } from './table.ts'

const UNIMPLEMENTED = 'Unimplemented option\n'

/** Reads a command line; `tokens` are latin1. A mistake prints the usage text on standard output. */
export function parseAureport(
  tokens: readonly string[],
  context: AureportContext,
): CommandLine<AureportOptions> {
  try {
    const line = parseCommandLine(aureportTable, tokens, context)
    if (line.kind === 'exit') return line.status === 0 ? line : { ...line, stdout: usage }
    if (isUnimplemented(line.options)) return unimplemented(titleBegin(line.options))
    const mistake = serveMistake(line.options) ?? bpfMistake(line.options)
    return mistake === undefined ? line : refused(`${mistake}\n`)
  } catch (error) {
    if (error instanceof ExtensionError) return refused(error.text)
    if (error instanceof UnimplementedError) return unimplemented('')
    throw error
  }
}

/** There is no summary of these; the reference notices when its title is half printed (spec 05 §2.4). */
function isUnimplemented({ report, summary }: AureportOptions): boolean {
  return summary && (report === 'log' || report === 'tty')
}

/** A form for programs has no title. */
function titleBegin({ result, format }: AureportOptions): string {
  if (format !== undefined) return ''
  return result === undefined ? '\n' : result === 'success' ? '\nSuccess ' : '\nFailed '
}

function unimplemented(stdout: string): CommandLine<never> {
  return { kind: 'exit', stdout, stderr: UNIMPLEMENTED, status: 1 }
}

function refused(stderr: string): CommandLine<never> {
  return { kind: 'exit', stdout: '', stderr, status: 1 }
}
