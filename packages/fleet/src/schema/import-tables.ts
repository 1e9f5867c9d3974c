/** The tables of the import itself: how far each log has come, and what the pairing of BPF programs needs again. */
import type { Table } from './column.ts'

export const sourcesTable: Table = {
  name: 'sources',
  about: 'one row for each log that was imported: the checkpoint from which an import goes on',
  columns: [
    {
      name: 'source',
      type: 'word',
      required: true,
      about: 'what tells the log from others: a hash of its first event',
    },
    {
      name: 'host',
      type: 'word',
      required: true,
      about: 'host given for events without a node; empty if none was',
    },
    { name: 'nodes', type: { list: 'word' }, required: true, about: 'the hosts in it' },
    { name: 'path', type: 'text', required: true, about: 'name under which it was read last' },
    { name: 'events', type: 'int64', required: true, about: 'events that stand in the table' },
    {
      name: 'settled',
      type: 'int64',
      required: true,
      about: 'of these, events that more of the log cannot change',
    },
    {
      name: 'digest',
      type: 'text',
      required: true,
      about: 'of the settled events: whether a log is still the same',
    },
    {
      name: 'size',
      type: 'int64',
      required: true,
      about: 'size of the file in bytes when it was read to its end; 0 before',
    },
    { name: 'first_ts', type: 'timestamp', about: 'time of its first event' },
    { name: 'last_ts', type: 'timestamp', about: 'time of its last event' },
    { name: 'lost_lines', type: 'int64', required: true, about: 'lines that could not be read' },
    { name: 'records', type: 'boolean', required: true, about: 'whether its lines are in records' },
    { name: 'imported', type: 'timestamp', required: true, about: 'when the row was written' },
  ],
  sortedBy: ['source'],
  key: ['source'],
}

export const bpfLinesTable: Table = {
  name: 'bpf_lines',
  about:
    'what pairing BPF programs needs of the events: all of a host is gone through again when it has changed',
  columns: [
    { name: 'node', type: 'word', required: true, about: 'the host, as in events' },
    { name: 'source', type: 'word', required: true, about: 'the log it came from, in sources' },
    {
      name: 'first_event',
      type: 'int64',
      required: true,
      about: 'number of the first of the events in that log',
    },
    { name: 'first_ts', type: 'timestamp', required: true, about: 'its time, UTC' },
    { name: 'part', type: 'int32', required: true, about: 'number of the part of these lines, from 0' },
    {
      name: 'lines',
      type: 'bytes',
      required: true,
      compressed: true,
      about: 'lines of a log, compressed as Brotli, or this part of them',
    },
  ],
  sortedBy: ['node', 'first_ts', 'first_event', 'part'],
  key: ['node', 'source', 'first_event', 'part'],
}

export const pendingNodesTable: Table = {
  name: 'pending_nodes',
  about: 'hosts whose BPF programs are to be paired again',
  columns: [{ name: 'node', type: 'word', required: true, about: 'the host, as in events' }],
  sortedBy: ['node'],
  key: ['node'],
}
