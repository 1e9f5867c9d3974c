// The searches and reports that are timed, on logs of bench/generate.mjs.

/**
 * @typedef {object} Query
 * @property {string} name
 * @property {readonly string[]} args
 * @property {readonly string[]} [reference]  the C command line to compare with, where that is another
 * @property {string} [difference]  why version 3 of the reference prints something else than version 4, whose bytes we match
 */

/** Why output that holds LOGIN events differs: in 3.0.9 each of their records is an event of its own (spec 01 §4.1). */
const login = 'LOGIN'

/** @type {readonly Query[]} */
const searches = [
  { name: 'BPF', args: ['-m', 'BPF'] },
  { name: 'raw', args: ['--raw'], difference: login },
  { name: 'default', args: [], difference: login },
  { name: 'BPF interpreted', args: ['-m', 'BPF', '-i'] },
  {
    name: 'time window',
    args: ['-ts', '11/14/23', '22:13:30', '-te', '11/14/23', '22:14:30', '--raw'],
    difference: login,
  },
  { name: 'interpret', args: ['-i'], difference: login },
  { name: 'csv', args: ['--format', 'csv'], difference: login },
  { name: 'text', args: ['--format', 'text'], difference: login },
  { name: 'key and user', args: ['-k', 'access', '-ui', '1003'] },
  { name: 'process', args: ['-p', '905'] },
  { name: 'file', args: ['-f', '/etc/ssh/config'] },
  { name: 'executable', args: ['-x', '/usr/bin/python3'], difference: login },
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
