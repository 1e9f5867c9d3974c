/** What a command does before its program is loaded. */
import module from 'node:module'

/** Node's types are those of version 20, which has no cache. */
const { enableCompileCache } = module as { readonly enableCompileCache?: (directory: string) => unknown }

/**
 * Lets Node keep the compiled code in a folder, where it can (from version 22.1). The folder has to be the program's own: what
 * stands in the cache is run, so it must not be where others may write.
 */
export function keepCompiledCode(directory: string): void {
  enableCompileCache?.(directory)
}
