// The searches and reports that are timed, on logs of bench/generate.mjs.

/**
 * @typedef {object} Query
 * @property {string} name
 * @property {readonly string[]} args
 * @property {readonly string[]} [reference]  the C command line to compare with, where that is another
 * @property {string} [difference]  why version 3 of the reference prints something else than version 4, whose bytes we match
 */

/** Marks output that differs because it holds LOGIN events. */
export const LOGIN = 'LOGIN'
export const LOGIN_DIFFERS =
  'audit-userspace 3.0.9 takes each record of a LOGIN event for an event of its own, 4.2 and ts-audit do not (spec 01 §4.1)'

/** @type {readonly Query[]} */
const searches = [
  { name: 'BPF', args: ['-m', 'BPF'] },
  { name: 'raw', args: ['--raw'], difference: LOGIN },
  { name: 'default', args: [], difference: LOGIN },
  { name: 'BPF interpreted', args: ['-m', 'BPF', '-i'] },
  {
    name: 'time window',
    args: ['-ts', '11/14/23', '22:13:30', '-te', '11/14/23', '22:14:30', '--raw'],
    difference: LOGIN,
  },
  { name: 'interpret', args: ['-i'], difference: LOGIN },
  { name: 'csv', args: ['--format', 'csv'], difference: LOGIN },
  { name: 'text', args: ['--format', 'text'], difference: LOGIN },
  { name: 'key and user', args: ['-k', 'access', '-ui', '1003'] },
  { name: 'process', args: ['-p', '905'] },
  { name: 'file', args: ['-f', '/etc/ssh/config'] },
  { name: 'executable', args: ['-x', '/usr/bin/python3'], difference: LOGIN },
  { name: 'failed opens', args: ['-sc', 'openat', '-sv', 'no'] },
  { name: 'no match', args: ['-k', 'no-record-has-this-key'] },
]

/** @type {readonly Query[]} */
const reports = [
  { name: 'summary report', args: [] },
  { name: 'pid summary', args: ['-p', '--summary'] },
  { name: 'file summary', args: ['-f', '--summary', '-i'] },
  { name: 'user summary', args: ['-u', '--summary', '-i'] },
  { name: 'syscalls', args: ['-s', '-i'] },
  { name: 'exe summary', args: ['-x', '--summary'] },
  { name: 'authentication', args: ['-au'] },
  {
    name: 'BPF programs',
    args: ['--bpf', 'programs'],
    reference: ['ausearch', '-m', 'BPF'],
    difference: 'a history of the programs, and the events it is made from',
  },
]

/**
 * @param {string} tool  `ausearch` or `aureport`
 * @returns {readonly Query[]}
 */
export function queriesOf(tool) {
  return tool === 'aureport' ? reports : searches
}
