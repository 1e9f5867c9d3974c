/** Options whose value is text that an attribute must contain, or equal with `-w`. */
import type { CriteriaOptions } from './options.ts'
import { type AusearchRow, argumentOf, refuse } from './row.ts'

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

export const textRows: readonly AusearchRow[] = [
  textRow(['-c', '--comm'], 'comm', '<name>', 'Events of this command name'),
  textRow(['-x', '--executable'], 'executable', '<path>', 'Events of this executable'),
  {
    ...textRow(
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
  textRow(['-k', '--key'], 'key', '<key>', 'Events that a rule with this key recorded'),
  textRow(['-hn', '--host'], 'host', '<host>', 'Events of this remote host name or address'),
  textRow(['-tm', '--terminal'], 'terminal', '<terminal>', 'Events on this terminal'),
  textRow(['-su', '--subject'], 'subject', '<context>', 'Events with this SELinux subject'),
  textRow(['-o', '--object'], 'object', '<context>', 'Events with this SELinux object'),
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
  textRow(['-uu', '--uuid'], 'uuid', '<uuid>', 'Events of the virtual machine with this UUID'),
  textRow(['-vm', '--vm-name'], 'vmName', '<name>', 'Events of the virtual machine with this name'),
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

function textRow(
  names: AusearchRow['names'],
  part: TextPart & keyof CriteriaOptions,
  placeholder: string,
  meaning: string,
): AusearchRow {
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
