import { withoutConfigurationNotes } from '@ts-audit/testing/command'
import { describe, expect, it } from 'vitest'
import { readCases, tsAusearch } from './testing/command.ts'

describe.each(['mail', 'small'])('fixtures/%s', (folder) => {
  it.concurrent.each(readCases(folder).map((row) => [row.name, row.args.join(' '), row] as const))(
    '%s: ausearch %s',
    async (_, __, { args, env, folder: cwd, status, stdout, stderr }) => {
      const outcome = await tsAusearch(args, { cwd, env: { ...env, TS_AUDIT_COMPAT: '1' } })
      expect({ ...outcome, stderr: withoutConfigurationNotes(outcome.stderr) }).toEqual({
        status,
        stdout,
        stderr,
      })
    },
  )
})
