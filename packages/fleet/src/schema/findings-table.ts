/** The table `findings`: what packages/bpf finds conspicuous on each host. */
import type { Table } from './column.ts'

export const findingsTable: Table = {
  name: 'findings',
  about: 'one row for each finding about BPF on a host',
  columns: [
    { name: 'node', type: 'word', required: true, about: 'the host, as in events' },
    { name: 'number', type: 'int64', required: true, about: 'number of the finding on its host' },
    { name: 'name', type: 'word', required: true, about: 'name of the finding' },
    { name: 'severity', type: 'word', required: true, about: 'info, low, medium or high' },
    { name: 'ts', type: 'timestamp', about: 'time of its first event' },
    { name: 'text', type: 'text', required: true, about: 'what was seen' },
    { name: 'event_ids', type: { list: 'text' }, required: true, about: 'the events it is made of' },
    { name: 'prog_ids', type: { list: 'uint32' }, required: true, about: 'programs it is about' },
  ],
  sortedBy: ['node', 'number'],
  key: ['node', 'number'],
}
