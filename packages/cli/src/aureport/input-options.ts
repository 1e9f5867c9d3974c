/** The options that choose the input, and those that only answer a question. */
import { Finished } from '../options/command-table.ts'
import {
  eventTimeoutOption,
  followOption,
  hostAsNodeOption,
  inputFormatOption,
  inputLogsOption,
  inputPathOption,
  syslogTagOption,
} from '../options/shared-options.ts'
import { refuseExtension } from './option-errors.ts'
import type { AureportOption } from './options.ts'

/** The release whose behaviour is reproduced: scripts compare it. */
const VERSION = 'aureport version 4.2.2\n'
const GROUP = 'Input'

export const inputOptions: readonly AureportOption[] = [
  inputPathOption({
    group: GROUP,
    placeholder: '<Input File name>',
    meaning: 'use this file as input',
    tooLong: 'File name is too long',
  }),
  inputLogsOption({ group: GROUP, meaning: 'Use the logs even if stdin is a pipe' }),
  inputFormatOption({
    group: GROUP,
    placeholder: 'form',
    meaning:
      "the form of the input: any reads every form there is, audit only auditd's log, as the reference does, another word only that form; by default others are recognised where the reference would find nothing, and --bpf reads all",
    refuse: refuseExtension,
  }),
  syslogTagOption({
    group: GROUP,
    placeholder: 'tag',
    meaning:
      'programs that write audit records to syslog or the journal under this tag are believed, too; can be given several times',
  }),
  hostAsNodeOption({
    group: GROUP,
    meaning:
      "records without a node get the host that syslog, the journal or a document names; auditd's own log stays as it is",
  }),
  followOption({
    group: GROUP,
    meaning:
      'with --bpf, --bpf programs (each when its life is over) and --bpf findings (each when it is made): go on with what is written to the log, through its rotations, until interrupted; from its end or from -ts',
  }),
  eventTimeoutOption({ group: GROUP, placeholder: 'secs', meaning: 'End of Event Timeout' }),
]

/** `help` gives the usage text. */
export function answerOptions(help: () => string): readonly AureportOption[] {
  return [
    {
      names: ['-v', '--version'],
      argument: 'none',
      meaning: 'Version',
      group: 'Information',
      apply() {
        throw new Finished({ stdout: VERSION })
      },
    },
    {
      names: ['--help'],
      argument: 'none',
      meaning: 'help',
      group: 'Information',
      apply() {
        throw new Finished({ stdout: help() })
      },
    },
  ]
}
