/** `--expr`: which events of a log match, together with the other criteria, and how a mistake is answered. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { tsAusearch } from './testing/command.ts'

const log = fileURLToPath(
  new URL('../../../packages/auparse/fixtures/search-expressions.log', import.meta.url),
)

/** Serial numbers of the events that are printed. */
function serials(stdout: string): number[] {
  return [...new Set([...stdout.matchAll(/:(\d+)\): /g)].map(([, serial]) => Number(serial)))]
}

describe('matching events (spec 06 §B7)', () => {
  test.each<[string[], number[]]>([
    [['--expr', 'type r= "USER_LOGIN" && res r= success'], [903]],
    [
      ['--expr', 'res i= success || res i= failed'],
      [900, 903, 904, 905],
    ],
    [['--expr', 'exit i= "EACCES(Permission denied)"'], [902]],
    [['--expr', '\\regexp "shad|pass"'], [901]],
    [
      ['--expr', '\\timestamp_ex > ts:1700000003.300:903'],
      [904, 905],
    ],
    // X04 with another criterion before or after it, and with another expression (X07).
    [['--expr', 'auid == 1000', '-m', 'USER_LOGIN'], [903]],
    [
      ['-m', 'SYSCALL', '--expr', 'auid == 1000'],
      [901, 902],
    ],
    [
      ['--expr', 'auid == 1000', '--expr', 'uid < 1000'],
      [901, 903],
    ],
    [['--expr', 'auid == 1000', '--just-one'], [901]],
  ])('%j', async (args, expected) => {
    const { status, stdout, stderr } = await tsAusearch(['-if', log, '--format', 'raw', ...args])
    expect(serials(stdout)).toEqual(expected)
    expect([status, stderr.includes('expression')]).toEqual([0, false])
  })

  // 1 is FAN_ALLOW, 2 FAN_DENY (include/uapi/linux/fanotify.h).
  test('the example of the help: what a fanotify listener has denied', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fanotify-'))
    try {
      const file = join(folder, 'log')
      const event = (serial: number, type: string, resp: number) =>
        `type=${type} msg=audit(1700000000.000:${serial}): resp=${resp} fan_type=1 fan_info=3137 subj_trust=3 obj_trust=5\n`
      writeFileSync(
        file,
        event(1, 'FANOTIFY', 1) + event(2, 'FANOTIFY', 2) + event(3, 'FANOTIFY', 2) + event(4, 'AVC', 2),
      )
      const expression = '\\record_type == FANOTIFY && resp i= deny'
      const { stdout } = await tsAusearch(['-if', file, '--raw', '--expr', expression])
      expect(serials(stdout)).toEqual([2, 3])
      expect((await tsAusearch(['--help'])).stdout).toContain(`--expr '${expression}'`)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('no match is told as for other criteria (X30)', async () => {
    const args = ['-if', log, '--expr', 'success r= no && name i= "/etc/shadow"']
    const { status, stdout, stderr } = await tsAusearch(args)
    expect([status, stdout, stderr.endsWith('<no matches>\n')]).toEqual([1, '', true])
  })
})

describe('mistakes (spec 06 §B6)', () => {
  test.each([
    ['', 'Invalid expression: Empty expression\n'],
    ['type = x', "Invalid expression: Operator expected, got `='\n  type = x\n       ^\n"],
    [
      'pid == 5',
      "Invalid expression: Field `pid' does not support value comparison\n  pid == 5\n         ^\n",
    ],
    ['\\regexp "("', 'Invalid expression: Invalid regexp: Unmatched ( or \\(\n  \\regexp "("\n          ^\n'],
  ])('%j', async (text, message) => {
    expect(await tsAusearch(['-if', log, '--expr', text])).toEqual({ status: 1, stdout: '', stderr: message })
  })

  test('a missing expression', async () => {
    const outcome = await tsAusearch(['-if', log, '--expr'])
    expect(outcome).toEqual({ status: 1, stdout: '', stderr: 'Argument is required for --expr\n' })
  })
})

test('the README has the grammar and the examples of the help text', async () => {
  const { stdout } = await tsAusearch(['--help'])
  const section = /^Expressions:\n.*?(?=\n\nExamples:$)/ms.exec(stdout)?.[0]
  expect(section?.match(/^ {2}--expr /gm)).toHaveLength(6)
  expect(readFileSync(new URL('../README.md', import.meta.url), 'utf8')).toContain(section)
})
