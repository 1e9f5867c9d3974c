/** The command that prints events: what stands below a finding, to be copied into a shell. */

/** Ids as `ts-ausearch -a` takes them: with their node, where the log names nodes. */
export function fullIds(events: readonly string[], node: string | undefined): readonly string[] {
  return node === undefined ? events : events.map((event) => `${node}/${event}`)
}

/**
 * `ts-ausearch -i -a ID,ID`, with what else it needs to find the log.
 *
 * @param ids latin1, as {@link fullIds} gives them
 * @param options latin1: `-if` and a path, for one
 */
export function searchCommand(ids: readonly string[], options: readonly string[] = []): string {
  return ['ts-ausearch', '-i', '-a', ids.join(','), ...options].map(shellWord).join(' ')
}

/** A word of a POSIX shell's command line: quoted unless it is plain. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_.,:/@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
