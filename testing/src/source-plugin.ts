/** For esbuild: takes the sources of the packages in place of what was built of them. */
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'esbuild'

/** Where all packages are, with a slash at the end. */
export const packages = fileURLToPath(new URL('../../packages/', import.meta.url))

export const sources: Plugin = {
  name: 'sources',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^@ts-audit\// }, ({ path }) => {
      const [, name, entry = 'index'] = path.split('/')
      return { path: `${packages}${name}/src/${entry}.ts`, sideEffects: false }
    }),
}
