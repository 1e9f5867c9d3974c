import { defineConfig } from 'tsup'
import { inlineConstants } from '../../tsup.shared.ts'

// One file that needs nothing installed beside it: a command starts faster when Node resolves a single module.
export default defineConfig({
  entry: ['src/ts-aureport.ts'],
  format: ['esm'],
  target: 'node20',
  platform: 'node',
  clean: true,
  treeshake: true,
  esbuildOptions: inlineConstants,
  noExternal: [/.*/],
  banner: {
    js: "#!/usr/bin/env node\nimport { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
})
