/** What every import does around its reading. */
import type { Engine } from '../engine.ts'
import { pairPending } from '../import/pair-programs.ts'
import { ImportWriter } from '../import/writer.ts'
import { brotli } from './brotli.ts'

/** How what is imported is written. */
export interface WriteOptions {
  /** Whether the lines of the logs are kept, so that they can be had again; default false. */
  readonly records?: boolean
  /** How many events are written at once; default 122,880. */
  readonly batchEvents?: number
  /**
   * Told, once all is written, before the BPF programs of each host that has new ones are paired: its number, from 1, and how
   * many such hosts there are.
   */
  readonly onPairing?: ((host: number, hosts: number) => void) | undefined
}

/** Lets `read` give its events to a writer, writes them all, and pairs the BPF programs of the hosts that have new ones. */
export async function writeImport<Read>(
  engine: Engine,
  { records = false, batchEvents, onPairing }: WriteOptions,
  read: (writer: ImportWriter) => Promise<Read>,
): Promise<Read> {
  const writer = new ImportWriter(engine, { records, compression: brotli, batchEvents })
  await writer.open()
  let result: Read
  try {
    result = await read(writer)
    await writer.commit()
  } finally {
    // Whoever is told of an error may close the store.
    await writer.end()
  }
  await pairPending(engine, brotli, onPairing)
  return result
}
