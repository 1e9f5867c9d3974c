/** A baseline: the loaders that are known, as a small JSON file. Pure functions; reading and writing is the caller's. */
import type { LoaderSummary } from './fields/loader.ts'
import type { LoaderIdentity } from './fields/process.ts'

/** What identifies the file. */
const SCHEMA = 'ts-audit-bpf-baseline/1'

/** Loaders that are known. */
export type Baseline = ReadonlySet<string>

/** What a baseline knows a loader by: its executable, its name and its login user. */
export function baselineKey({ exe, comm, auid }: LoaderIdentity): string {
  return JSON.stringify([exe ?? null, comm ?? null, auid ?? null])
}

/** The word after what a baseline knows by its classic filters and packet sockets, rather than by its loads. */
const PACKETS = 'packets'

/** The same for a process that sees packets by classic BPF. */
export function packetsKey({ exe, comm, auid }: LoaderIdentity): string {
  return JSON.stringify([exe ?? null, comm ?? null, auid ?? null, PACKETS])
}

/** A loader, and what it did; of one that does not say it is taken that it loaded programs. */
export type BaselineEntry = LoaderIdentity & Partial<Pick<LoaderSummary, 'loads' | 'packetCalls'>>

function keysOf(entry: BaselineEntry): readonly string[] {
  const { loads = 1, packetCalls = 0 } = entry
  return [...(loads > 0 ? [baselineKey(entry)] : []), ...(packetCalls > 0 ? [packetsKey(entry)] : [])]
}

/**
 * The text of a baseline file that knows these loaders, sorted, so that two of them can be compared line by line.
 *
 * @param known those of another baseline, which are to be known too
 */
export function writeBaseline(loaders: Iterable<BaselineEntry>, known: Baseline = new Set()): string {
  const keys = [...new Set([...known, ...[...loaders].flatMap(keysOf)])].sort()
  return `{"schema":${JSON.stringify(SCHEMA)},"loaders":[\n${keys.join(',\n')}\n]}\n`
}

/**
 * Reads a baseline file.
 *
 * @throws Error that says what is wrong, when the text is not a baseline
 */
export function readBaseline(text: string): Baseline {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Error('The baseline is not JSON; write one with --write-baseline.')
  }
  if (typeof value !== 'object' || value === null || !('schema' in value) || value.schema !== SCHEMA) {
    throw new Error(`The baseline does not say "schema": "${SCHEMA}"; write one with --write-baseline.`)
  }
  if (!('loaders' in value) || !Array.isArray(value.loaders)) {
    throw new Error('The baseline has no list of loaders; write one with --write-baseline.')
  }
  return new Set(value.loaders.map(readKey))
}

function readKey(entry: unknown, index: number): string {
  const isEntry = Array.isArray(entry) && (entry.length === 3 || (entry.length === 4 && entry[3] === PACKETS))
  if (!isEntry) {
    throw new Error(`Loader ${index + 1} of the baseline is not [exe, comm, auid].`)
  }
  return JSON.stringify(entry)
}
