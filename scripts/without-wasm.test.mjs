import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'

const preload = new URL('without-wasm.mjs', import.meta.url).href

it('takes WebAssembly from a Node, its threads and the Nodes it starts', () => {
  const ask = 'process.stdout.write(typeof WebAssembly + " ")'
  const script = `
    import { spawnSync } from 'node:child_process'
    import { Worker } from 'node:worker_threads'
    ${ask}
    spawnSync(process.execPath, ['-e', ${JSON.stringify(ask)}], { stdio: 'inherit' })
    new Worker(${JSON.stringify(ask)}, { eval: true })
  `
  const args = [`--import=${preload}`, '--input-type=module', '-e', script]
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  expect(stdout).toBe('undefined undefined undefined ')
})
