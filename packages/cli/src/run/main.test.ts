/** A run in a process of its own. */
import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

test('comes to its end though nothing holds the process', () => {
  const program = `
    import { runCommand } from '@ts-audit/cli/ausearch'
    await runCommand('test', async () => {
      await new Promise((resolve) => setTimeout(resolve, 100).unref())
      process.stdout.write('at its end')
      return 7
    })`
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
  })
  expect({ status, stdout, stderr }).toEqual({ status: 7, stdout: 'at its end', stderr: '' })
})
