/** What only the log or only the kernel knows, as lines below a view. */
import type { JoinedReport, LiveEntry } from '@ts-audit/bpf'

/** Lines without their newlines; `escapeOutside` is applied to text that comes from outside. */
export function joinLines(
  { liveOnly, logOnly }: JoinedReport,
  escapeOutside: (text: string) => string,
): readonly string[] {
  return [
    '',
    `Loaded in the kernel, but not by the log: ${liveOnly.length}`,
    ...liveOnly.map((entry) => `  ${escapeOutside(liveText(entry))}`),
    `Loaded by the log, but not in the kernel: ${logOnly.length}`,
    ...logOnly.map(({ progId, load }) => `  prog-id ${progId}, loaded by event ${load?.event ?? '?'}`),
  ]
}

function liveText({ progId, type, name, tag, pinned, pids }: LiveEntry): string {
  const holders = pids?.map(({ pid, comm }) => `${comm}(${pid})`)
  const parts = [
    `prog-id ${progId}`,
    type,
    name === undefined || name === '' ? undefined : `name ${name}`,
    tag === undefined ? undefined : `tag ${tag}`,
    pinned === undefined || pinned.length === 0 ? undefined : `pinned ${pinned.join(',')}`,
    holders === undefined || holders.length === 0 ? undefined : `held by ${holders.join(',')}`,
  ]
  return parts.filter((part) => part !== undefined).join(', ')
}
