/** Options that choose the input, and those that only answer a question. */
import { argumentOf, refuse } from '../options/argument.ts'
import { Finished } from '../options/command-table.ts'
import {
  eventTimeoutOption,
  followOption,
  hostAsNodeOption,
  inputFormatOption,
  inputLogsOption,
  inputPathOption,
  positionOption,
  syslogTagOption,
} from '../options/shared-options.ts'
import type { AusearchOption } from './options.ts'

/** The release whose behaviour is reproduced: scripts compare it. */
const VERSION = 'ausearch version 4.2.2\n'
const GROUP = 'Input'

export const inputOptions: readonly AusearchOption[] = [
  inputPathOption({
    group: GROUP,
    placeholder: '<path>',
    meaning: 'Read this file, or the rotated logs of this directory',
    tooLong: 'File name is too longs',
  }),
  inputLogsOption({
    group: GROUP,
    meaning: 'Read the logs auditd.conf names, even if stdin is a pipe',
  }),
  inputFormatOption({
    group: GROUP,
    placeholder: '<form>',
    meaning:
      "The form of the input: any reads every form there is, audit only auditd's log, as the reference does, another word only that form; by default others are recognised where the reference would find nothing",
    refuse,
  }),
  syslogTagOption({
    group: GROUP,
    placeholder: '<tag>',
    meaning:
      'Programs that write audit records to syslog or the journal under this tag are believed, too; can be given several times',
  }),
  hostAsNodeOption({
    group: GROUP,
    meaning:
      "Records without a node get the host that syslog, the journal or a document names; auditd's own log stays as it is",
  }),
  {
    names: ['--checkpoint'],
    argument: 'one',
    placeholder: '<file>',
    meaning: 'Continue after the event noted in this file, and note the last one',
    group: GROUP,
    completion: { kind: 'file' },
    apply(state, use) {
      state.checkpoint = argumentOf(use)
    },
  },
  followOption({
    group: GROUP,
    meaning:
      'Go on with what is written to the log, through its rotations, until interrupted: from its end, from -ts or from --position',
  }),
  positionOption({
    group: GROUP,
    placeholder: '<file>',
    meaning:
      'Go on where the run before has stopped, which this file notes, and note how far this one comes; reads only what is new',
  }),
  eventTimeoutOption({
    group: GROUP,
    placeholder: '<seconds>',
    meaning: 'An event is complete after this many seconds (default: auditd.conf, 2)',
  }),
]

export const answerOptions: readonly AusearchOption[] = [
  {
    names: ['-v', '--version'],
    argument: 'none',
    meaning: 'Print the version of ausearch this command is compatible with',
    group: 'Information',
    apply() {
      throw new Finished({ stdout: VERSION })
    },
  },
  {
    names: ['-h', '--help'],
    argument: 'none',
    meaning: 'Print this text',
    group: 'Information',
    apply() {
      throw new Finished({ help: true })
    },
  },
]
