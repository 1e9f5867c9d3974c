/** Options that choose the input, and those that only answer a question. */
import { Finished } from '../options/command-table.ts'
import { startsWithDigit } from '../options/numbers.ts'
import { type AusearchRow, argumentOf, refuse } from './row.ts'

/** Paths of this many bytes are refused. */
const PATH_LIMIT = 4064
/** 2^63 - 1: what the C library returns for every larger number. */
const TIMEOUT_LIMIT = 2n ** 63n - 1n
/** The release whose behaviour is reproduced: scripts compare it. */
const VERSION = 'ausearch version 4.2.2\n'

export const inputRows: readonly AusearchRow[] = [
  {
    names: ['-if', '--input'],
    argument: 'one',
    placeholder: '<path>',
    meaning: 'Read this file, or the rotated logs of this directory',
    group: 'Input',
    completion: { kind: 'file' },
    apply(state, use) {
      const path = argumentOf(use)
      if (path.length >= PATH_LIMIT) refuse(`File name is too longs ${path}`)
      state.inputPath = path
    },
  },
  {
    names: ['--input-logs'],
    argument: 'none',
    meaning: 'Read the logs auditd.conf names, even if stdin is a pipe',
    group: 'Input',
    apply(state) {
      state.inputLogs = true
    },
  },
  {
    names: ['--checkpoint'],
    argument: 'one',
    placeholder: '<file>',
    meaning: 'Continue after the event noted in this file, and note the last one',
    group: 'Input',
    completion: { kind: 'file' },
    apply(state, use) {
      state.checkpoint = argumentOf(use)
    },
  },
  {
    names: ['--eoe-timeout'],
    argument: 'one',
    placeholder: '<seconds>',
    meaning: 'An event is complete after this many seconds (default: auditd.conf, 2)',
    group: 'Input',
    apply(state, use) {
      state.eoeTimeout = timeoutSeconds(argumentOf(use))
    },
  },
]

export const answerRows: readonly AusearchRow[] = [
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

function timeoutSeconds(value: string): bigint {
  if (!startsWithDigit(value)) refuse(`End of Event Timeout must be a numeric value, was ${value}`)
  const illegal = `Illegal value for End of Event Timeout, was ${value}`
  if (!/^[0-9]+$/.test(value)) refuse(illegal)
  const seconds = BigInt(value)
  return seconds === 0n || seconds >= TIMEOUT_LIMIT ? refuse(illegal) : seconds
}
