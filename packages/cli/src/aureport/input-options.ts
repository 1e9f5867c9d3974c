/** The options that choose the input, and those that only answer a question. */
import { Finished } from '../options/command-table.ts'
import { startsWithDigit } from '../options/numbers.ts'
import { type AureportRow, argumentOf, refuse } from './option-errors.ts'

/** Paths of this many bytes are refused. */
const PATH_LIMIT = 4064
/** 2^63 - 1: what the C library returns for every larger number. */
const TIMEOUT_LIMIT = 2n ** 63n - 1n
/** The release whose behaviour is reproduced: scripts compare it. */
const VERSION = 'aureport version 4.2.2\n'

export const inputRows: readonly AureportRow[] = [
  {
    names: ['-if', '--input'],
    argument: 'one',
    placeholder: '<Input File name>',
    meaning: 'use this file as input',
    group: 'Input',
    completion: { kind: 'file' },
    apply(state, use) {
      const path = argumentOf(use)
      if (path.length >= PATH_LIMIT) refuse(`File name is too long ${path}`)
      state.inputPath = path
    },
  },
  {
    names: ['--input-logs'],
    argument: 'none',
    meaning: 'Use the logs even if stdin is a pipe',
    group: 'Input',
    apply(state) {
      state.inputLogs = true
    },
  },
  {
    names: ['--eoe-timeout'],
    argument: 'one',
    placeholder: 'secs',
    meaning: 'End of Event Timeout',
    group: 'Input',
    apply(state, use) {
      state.eoeTimeout = timeoutSeconds(argumentOf(use))
    },
  },
]

/** `help` gives the usage text. */
export function answerRows(help: () => string): readonly AureportRow[] {
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

function timeoutSeconds(value: string): bigint {
  if (!startsWithDigit(value)) refuse(`End of Event Timeout must be a numeric value, was ${value}`)
  const illegal = `Illegal value for End of Event Timeout, was ${value}`
  if (!/^[0-9]+$/.test(value)) refuse(illegal)
  const seconds = BigInt(value)
  return seconds === 0n || seconds >= TIMEOUT_LIMIT ? refuse(illegal) : seconds
}
