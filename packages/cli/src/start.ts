/** What a command does before its program is loaded. */
import module from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { cacheCode } from './start/code-cache.ts'

/** Node's types are those of version 20, which has no cache. */
const { enableCompileCache } = module as { readonly enableCompileCache?: (directory: string) => unknown }

/**
 * Keeps the compiled code of a program in the folder `.cache` beside that of the script whose URL is given. The folder has to be the
 * program's own: what stands in it is run, so it must not be where others may write.
 */
export function keepCompiledCode(script: string): void {
  const scripts = path.dirname(fileURLToPath(script))
  const directory = path.join(scripts, '..', '.cache')
  if (enableCompileCache) enableCompileCache(directory)
  else cacheCode(scripts, directory)
}
