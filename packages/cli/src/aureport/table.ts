/** ts-aureport as a command table: its options by group, its examples and exit statuses. */
import type { CommandTable } from '../options/command-table.ts'
import { timeForms } from '../options/time-forms.ts'
import { accountOptions } from './account-options.ts'
import { bpfOptions } from './bpf-options.ts'
import { filterOptions } from './filter-options.ts'
import { answerOptions, inputOptions } from './input-options.ts'
import {
  type AureportContext,
  type AureportOption,
  type AureportOptions,
  initialAureportOptions,
} from './options.ts'
import { extendedOptions, outputOptions } from './output-options.ts'
import { reportOptions } from './report-options.ts'
import { serveOptions } from './serve/serve-options.ts'
import { aureportUsage } from './usage.ts'

const rows: readonly AureportOption[] = [
  ...reportOptions,
  ...filterOptions,
  ...inputOptions,
  ...outputOptions,
  ...extendedOptions,
  ...accountOptions,
  ...bpfOptions,
  ...serveOptions,
  ...answerOptions(() => usage),
]

/** The usage text as the reference prints it. */
export const usage = aureportUsage(rows)

export const aureportTable: CommandTable<AureportOptions, AureportContext> = {
  program: 'ts-aureport',
  description: 'make reports of the logs of the Linux audit system',
  options: rows,
  explanations: [{ ...timeForms, entries: timeForms.entries.filter(({ term }) => term !== 'checkpoint') }],
  examples: [
    { command: 'ts-aureport -ts today', meaning: 'how much of everything there is since midnight' },
    { command: 'ts-aureport -l --failed -i', meaning: 'failed logins, with names' },
    { command: 'ts-aureport -x --summary', meaning: 'executables, the busiest first' },
    { command: 'ts-aureport --bpf loaded -i', meaning: 'BPF programs that are still loaded, oldest first' },
    { command: 'ts-aureport --bpf --format html > bpf.html', meaning: 'the life of BPF programs as a page' },
    { command: 'ts-aureport --serve -if /var/log/audit', meaning: 'the log in a browser of this machine' },
    { command: 'ts-aureport -f --format csv -if audit.log', meaning: 'files of a saved log as a table' },
  ],
  exitStatus: [
    { status: 0, meaning: 'the report was made; summaries may be empty' },
    { status: 1, meaning: 'no event qualified, or the arguments or the input are wrong' },
    {
      status: 2,
      meaning:
        'with --bpf findings --bpftool: the log and the kernel do not agree on which BPF programs are loaded',
    },
  ],
  initial: initialAureportOptions,
  withoutArguments: 'run',
  usageAfterError: false,
}
