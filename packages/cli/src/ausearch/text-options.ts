/** Options whose value is text that an attribute must contain, or equal with `-w`. */

import { argumentOf, refuse } from '../options/argument.ts'
import type { AusearchOption, CriteriaOptions } from './options.ts'

/** Paths of this many bytes are refused. */
const PATH_LIMIT = 4096

type TextPart =
  | 'comm'
  | 'executable'
  | 'file'
  | 'host'
  | 'key'
  | 'object'
  | 'subject'
  | 'terminal'
  | 'uuid'
  | 'vmName'

export const textOptions: readonly AusearchOption[] = [
  textOption(['-c', '--comm'], 'comm', '<name>', 'Events of this command name'),
  textOption(['-x', '--executable'], 'executable', '<path>', 'Events of this executable'),
  {
    ...textOption(
      ['-f', '--file'],
      'file',
      '<path>',
      'Events that touch this file, or happen in this directory',
    ),
    completion: { kind: 'file' },
    apply(state, use) {
      const value = argumentOf(use)
      if (value.length >= PATH_LIMIT) refuse(`File name is too long ${value}`)
      state.criteria.file = value
    },
  },
  {
    names: ['--resolve-paths'],
    argument: 'none',
    meaning:
      'With -f, also compare the full name of each PATH item: its name joined to the current directory (CWD record), without . and ..',
    group: 'Criteria',
    apply(state) {
      state.criteria.resolvesPaths = true
    },
  },
  textOption(['-k', '--key'], 'key', '<key>', 'Events that a rule with this key recorded'),
  textOption(['-hn', '--host'], 'host', '<host>', 'Events of this remote host name or address'),
  textOption(['-tm', '--terminal'], 'terminal', '<terminal>', 'Events on this terminal'),
  textOption(['-su', '--subject'], 'subject', '<context>', 'Events with this SELinux subject'),
  textOption(['-o', '--object'], 'object', '<context>', 'Events with this SELinux object'),
  {
    names: ['-se', '--context'],
    argument: 'one',
    placeholder: '<context>',
    meaning: 'Events with this SELinux subject or object',
    group: 'Criteria',
    apply(state, use) {
      state.criteria.subject = argumentOf(use)
      state.criteria.object = argumentOf(use)
      state.criteria.eitherContext = true
    },
  },
  textOption(['-uu', '--uuid'], 'uuid', '<uuid>', 'Events of the virtual machine with this UUID'),
  textOption(['-vm', '--vm-name'], 'vmName', '<name>', 'Events of the virtual machine with this name'),
  {
    names: ['-w', '--word'],
    argument: 'none',
    meaning: 'Text must be equal, not just contained',
    group: 'Criteria',
    apply(state) {
      state.criteria.wholeWord = true
    },
  },
]

function textOption(
  names: AusearchOption['names'],
  part: TextPart & keyof CriteriaOptions,
  placeholder: string,
  meaning: string,
): AusearchOption {
  return {
    names,
    argument: 'one',
    placeholder,
    meaning,
    group: 'Criteria',
    apply(state, use) {
      state.criteria[part] = argumentOf(use)
    },
  }
}
