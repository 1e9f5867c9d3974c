import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'

const preload = new URL('without-wasm.mjs', import.meta.url).href

it('keeps a Node, its threads and the Nodes it starts from compiling WebAssembly', () => {
  const empty = 'new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])'
  const ask = `try { new WebAssembly.Module(${empty}); process.stdout.write('on ') } catch (error) { process.stdout.write(error.message + ' ') }`
  const script = `
    import { spawnSync } from 'node:child_process'
    import { Worker } from 'node:worker_threads'
    ${ask}
    spawnSync(process.execPath, ['-e', ${JSON.stringify(ask)}], { stdio: 'inherit' })
    new Worker(${JSON.stringify(ask)}, { eval: true })
  `
  const args = [`--import=${preload}`, '--input-type=module', '-e', script]
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  expect(stdout).toBe('WebAssembly is switched off '.repeat(3))
})
