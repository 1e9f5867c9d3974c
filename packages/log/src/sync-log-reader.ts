/** The reader for who cannot wait: it has the scan in both forms. */
import { BaseLogReader, type LogReaderOptions } from './log-reader.ts'
import { portableScan } from './scan/portable-scan.ts'

/**
 * Reads a log pushed in chunks of any size. The events do not depend on where the chunks are cut.
 *
 * Records are views on the pushed chunks: a chunk may be overwritten once no event in flight refers to it
 * ({@link LogReader.buffersInFlight}).
 */
export class LogReader extends BaseLogReader {
  /** @throws {TypeError} without a sink */
  constructor(options: LogReaderOptions) {
    super(options, portableScan)
  }
}
