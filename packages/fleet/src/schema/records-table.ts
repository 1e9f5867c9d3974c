/** The table `records`: the lines of the log, from which it can be had again. Filled only when it is asked for. */
import type { Table } from './column.ts'

export const recordsTable: Table = {
  name: 'records',
  about: 'one row for each line of the log, with import --records',
  columns: [
    { name: 'event_id', type: 'text', required: true, about: 'the event, as in events' },
    { name: 'ord', type: 'int32', required: true, about: 'place in the event, from 0' },
    { name: 'node', type: 'word', required: true, about: 'the host, as in events' },
    { name: 'ts', type: 'timestamp', required: true, about: 'time of the event, UTC' },
    { name: 'type', type: 'word', required: true, about: 'record type' },
    { name: 'code', type: 'int32', about: 'number of the record type; null if it has none' },
    { name: 'raw', type: 'bytes', required: true, about: 'the line, without its newline' },
    { name: 'source', type: 'word', required: true, about: 'the log it came from, in sources' },
    { name: 'source_event', type: 'int64', required: true, about: 'number of its event in that log' },
  ],
  sortedBy: ['node', 'ts', 'event_id', 'ord'],
  key: ['node', 'ts', 'source', 'source_event', 'ord'],
}
