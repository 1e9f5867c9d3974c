/** A reader for who can wait: what is there for engines without WebAssembly is loaded only in those. */
import { BaseLogReader, type LogReaderOptions } from './log-reader.ts'

/** As `new LogReader(options)`. */
export async function openLogReader(options: LogReaderOptions): Promise<BaseLogReader> {
  const missing = new Error('WebAssembly cannot be used')
  const none = () => {
    throw missing
  }
  try {
    return new BaseLogReader(options, none)
  } catch (error) {
    if (error !== missing) throw error
    const { portableScan } = await import('./scan/portable-scan.ts')
    return new BaseLogReader(options, portableScan)
  }
}
