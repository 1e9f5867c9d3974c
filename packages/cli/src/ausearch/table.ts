/** ts-ausearch as a command table: its options in the order of the help text, its examples and exit statuses. */
import type { CommandTable } from '../options/command-table.ts'
import { timeForms } from '../options/time-forms.ts'
import { accountFileOptions, withNamedAccounts } from './account-file-options.ts'
import { accountOptions } from './account-options.ts'
import { bpfOptions } from './bpf-options.ts'
import { withCoveredTypes } from './covered-types.ts'
import { eventOptions } from './event-options.ts'
import { expressionExamples, expressionGrammar, expressionOptions } from './expression-options.ts'
import { answerOptions, inputOptions } from './input-options.ts'
import { numberOptions } from './number-options.ts'
import { type AusearchContext, type AusearchOptions, initialAusearchOptions } from './options.ts'
import { formatObjection, outputOptions } from './output-options.ts'
import { textOptions } from './text-options.ts'

export const ausearchTable: CommandTable<AusearchOptions, AusearchContext> = {
  program: 'ts-ausearch',
  description: 'search the logs of the Linux audit system',
  options: [
    ...withCoveredTypes([...eventOptions, ...accountOptions]),
    ...accountFileOptions,
    ...withCoveredTypes([...numberOptions, ...textOptions]),
    ...bpfOptions,
    ...expressionOptions,
    ...inputOptions,
    ...outputOptions,
    ...answerOptions,
  ],
  explanations: [timeForms, expressionGrammar, expressionExamples],
  examples: [
    { command: 'ts-ausearch -m BPF -i', meaning: 'BPF programs that were loaded and unloaded, interpreted' },
    {
      command: 'ts-ausearch --prog-id 67',
      meaning: 'the life of BPF program 67: its LOAD, what its loader did with it, its UNLOAD',
    },
    {
      command: 'ts-ausearch -ts today -k passwd',
      meaning: 'events of the rule with key passwd since midnight',
    },
    {
      command: 'ts-ausearch -ul bob -sv no -ts 2h-ago',
      meaning: 'what failed for bob in the last two hours',
    },
    { command: 'ts-ausearch -if audit.log --format csv', meaning: 'a saved log as a table' },
    {
      command: 'ts-ausearch -m BPF --format ndjson | jq -r .id',
      meaning: 'events as JSON, one on a line, for other programs',
    },
    {
      command: 'ts-ausearch --follow -l -m BPF --format ndjson --position p >> bpf.ndjson',
      meaning: 'events as they are written; killed and started again, none is lost and none comes twice',
    },
    {
      command: 'ts-ausearch completion bash',
      meaning: 'a completion script; also for zsh, fish and powershell',
    },
    { command: 'ts-ausearch man | man -l -', meaning: 'this as a man page' },
  ],
  exitStatus: [
    { status: 0, meaning: 'at least one event was printed' },
    { status: 1, meaning: 'nothing was found, or the arguments or the input are wrong' },
    { status: 10, meaning: 'the checkpoint or position file cannot be used' },
    { status: 11, meaning: 'the checkpoint or position could not be written' },
    { status: 12, meaning: 'the checkpointed event was not found' },
    { status: 2, meaning: 'with --strict-exit: the arguments are wrong' },
    { status: 3, meaning: 'with --strict-exit: the input, or some of it, cannot be read' },
    { status: 4, meaning: 'with --strict-exit: part of the input is malformed' },
    { status: 5, meaning: 'with --strict-exit: the output cannot be written' },
  ],
  initial: initialAusearchOptions,
  lookAhead: withNamedAccounts,
  withoutArguments: 'usage',
  usageAfterError: false,
  finalObjection: formatObjection,
}
