/** `--prog-id` and `--bpf-op` as a test of events. */
import type { LogEvent } from '@ts-audit/log'
import type { BpfOptions } from './options.ts'

/**
 * The test that the options ask for, or undefined when they ask for nothing. With program ids it remembers what was
 * loaded: it must be asked about every event of the log, in order.
 */
export async function compileBpfCriteria({
  progIds,
  op,
}: BpfOptions): Promise<((event: LogEvent) => boolean) | undefined> {
  if (progIds.length === 0 && op === undefined) return undefined
  const { createProgramTest } = await import('@ts-audit/bpf/search')
  return createProgramTest({ progIds: progIds.length === 0 ? undefined : new Set(progIds), op })
}
