/** The tables that say which files a store of Parquet is made of: what they do not name is no part of it. */
import type { Table } from '../../schema/column.ts'

export const parquetFilesTable: Table = {
  name: 'parquet_files',
  about: 'one row for each Parquet file of the store',
  columns: [
    { name: 'file', type: 'text', required: true, about: 'its place, from the folder of the store' },
    { name: 'in_table', type: 'word', required: true, about: 'the table whose rows it has' },
    { name: 'node', type: 'word', required: true, about: 'the host of its rows' },
    { name: 'names_node', type: 'boolean', required: true, about: 'whether its folder tells the host' },
    { name: 'date', type: 'word', required: true, about: 'the day of its rows' },
    {
      name: 'settled',
      type: 'boolean',
      required: true,
      about: 'whether more of the logs leaves it as it is',
    },
    { name: 'row_count', type: 'int64', required: true, about: 'how many rows it has' },
  ],
  sortedBy: ['file'],
  key: ['file'],
}

export const parquetSourcesTable: Table = {
  name: 'parquet_sources',
  about: 'one row for each log of which a Parquet file has rows',
  columns: [
    { name: 'file', type: 'text', required: true, about: 'the file, in parquet_files' },
    { name: 'source', type: 'word', required: true, about: 'the log, in sources' },
    { name: 'last_event', type: 'int64', required: true, about: 'number of its last event in the file' },
  ],
  sortedBy: ['file', 'source'],
  key: ['file', 'source'],
}

/** Written with the rows above, and done afterwards: by the next who opens the store, if an import is killed in between. */
export const parquetMovesTable: Table = {
  name: 'parquet_moves',
  about: 'one row for each file that is still to be put in its place, or removed',
  columns: [
    { name: 'file', type: 'text', required: true, about: 'its place' },
    { name: 'aside', type: 'text', about: 'where it was written; null if it is to be removed' },
  ],
  sortedBy: ['file'],
  key: ['file'],
}

export const catalogTables: readonly Table[] = [parquetFilesTable, parquetSourcesTable, parquetMovesTable]
