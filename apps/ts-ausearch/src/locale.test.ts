/** Locales that are installed, and that are not: the dates of the installed ausearch and of this one. */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { installed, run } from '@ts-audit/testing/command'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtCommand } from './testing/command.ts'

const reference = installed('ausearch')
const hasSources = existsSync('/usr/share/i18n/locales/en_GB') && installed('localedef') !== undefined
const ours = [process.execPath, builtCommand]

let folder: string
let log: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ts-ausearch-locale-'))
  log = path.join(folder, 'audit.log')
  writeFileSync(log, 'type=USER_LOGIN msg=audit(1709546400.000:77): pid=1 uid=0 auid=0 ses=1\n')
})
afterAll(() => rmSync(folder, { recursive: true }))

describe.skipIf(reference === undefined)('as the installed ausearch [needs ausearch]', () => {
  const theirs = [reference ?? '']
  const same = async (env: Readonly<Record<string, string>>): Promise<string> => {
    const seen: string[] = []
    for (const args of [
      ['-i', '-if', log],
      ['-r', '-ts', '03/04/24', '-te', '03/05/24', '-if', log],
    ]) {
      const there = await run([...theirs, ...args], { env })
      const here = await run([...ours, ...args], { env })
      expect(here).toEqual(there)
      seen.push(there.stdout)
    }
    return seen.join('')
  }

  // 4 March in C, as month/day; a day/month locale that is missing must not turn it round.
  it.each([
    [{ LC_ALL: 'xx_GB.UTF-8' }],
    [{ LC_ALL: 'en_GB.UTF-8', LOCPATH: '/nowhere' }],
    [{ LC_ALL: '', LANG: 'C.UTF-8', LC_TIME: 'pt_BR.UTF-8' }],
    [{ LC_ALL: '', LANG: 'C.UTF-8', LC_CTYPE: 'UTF-8' }],
    [{ LC_ALL: '../en_GB.UTF-8' }],
  ])('%j', async (env) => {
    await same(env)
  })

  describe.skipIf(!hasSources)('with locales of its own [needs locales]', () => {
    beforeAll(() => {
      mkdirSync(path.join(folder, 'path'))
      mkdirSync(path.join(folder, 'bare'))
      localedef('-i', 'en_GB', '-f', 'UTF-8', '--no-archive', path.join(folder, 'path/en_GB.UTF-8'))
      cpSync(path.join(folder, 'path/en_GB.UTF-8'), path.join(folder, 'bare/en_GB'), { recursive: true })
    }, 60_000)
    const day = '04/03/24'
    const month = '03/04/24'

    it.each([
      ['path', { LC_ALL: 'en_GB.UTF-8' }, day],
      ['path', { LC_ALL: 'en_GB.utf8' }, month],
      ['path', { LC_ALL: 'en_GB' }, month],
      ['path', { LC_ALL: 'en_GB.UTF-8@euro' }, day],
      ['path', { LC_ALL: 'de_DE.UTF-8' }, month],
      ['path', { LC_ALL: '', LC_TIME: 'en_GB.UTF-8' }, day],
      // One category that is missing, and none is adopted.
      ['path', { LC_ALL: '', LANG: 'en_GB.UTF-8', LC_CTYPE: 'UTF-8' }, month],
      ['path', { LC_ALL: '', LC_TIME: 'en_GB.UTF-8', LANG: 'xx_XX.UTF-8' }, month],
      ['nowhere:LOCPATH/path', { LC_ALL: 'en_GB.UTF-8' }, day],
      ['bare', { LC_ALL: 'en_GB.UTF-8' }, day],
      ['bare', { LC_ALL: 'en_GB.ISO-8859-1' }, month],
      ['bare', { LC_ALL: 'en_GB' }, day],
    ])('LOCPATH %s, %j: %s', async (locpath, env, date) => {
      const LOCPATH = locpath
        .split(':')
        .map((one) => path.join(folder, one.replace('LOCPATH/', '')))
        .join(':')
      expect(await same({ ...env, LOCPATH })).toContain(`audit(${date} `)
    })

    describe.skipIf(!canMount())('in the system’s folder [needs root]', () => {
      const system = (): string => path.join(folder, 'system')
      beforeAll(() => {
        const inArchive = path.join(system(), 'usr/lib/locale')
        mkdirSync(inArchive, { recursive: true })
        localedef(`--prefix=${system()}`, '--add-to-archive', path.join(folder, 'path/en_GB.UTF-8'))
        mkdirSync(path.join(folder, 'plain'))
        cpSync(path.join(folder, 'path/en_GB.UTF-8'), path.join(folder, 'plain/en_GB.utf8'), {
          recursive: true,
        })
      })
      const withFolder = (parent: string, command: readonly string[]): string[] => [
        'unshare',
        '-m',
        'sh',
        '-c',
        `mount --bind "$1" /usr/lib/locale && shift && exec "$@"`,
        'sh',
        parent,
        ...command,
      ]

      it.each([
        ['system/usr/lib/locale', { LC_ALL: 'en_GB.UTF-8' }, day],
        ['system/usr/lib/locale', { LC_ALL: 'en_GB.utf8' }, day],
        ['system/usr/lib/locale', { LC_ALL: 'en_GB' }, month],
        ['system/usr/lib/locale', { LC_ALL: 'de_DE.UTF-8' }, month],
        // With LOCPATH the archive is left out, but not the folder that it is in.
        ['system/usr/lib/locale', { LC_ALL: 'en_GB.UTF-8', LOCPATH: '/nowhere' }, month],
        ['plain', { LC_ALL: 'en_GB.UTF-8', LOCPATH: '/nowhere' }, day],
      ])('%s, %j: %s', async (parent, env, date) => {
        const args = ['-i', '-if', log]
        const within = path.join(folder, parent)
        const there = await run(withFolder(within, [...theirs, ...args]), { env })
        expect(there.stdout).toContain(`audit(${date} `)
        expect(await run(withFolder(within, [...ours, ...args]), { env })).toEqual(there)
      })
    })
  })
})

function localedef(...args: readonly string[]): void {
  execFileSync('localedef', args, { stdio: ['ignore', 'ignore', 'pipe'] })
}

/** Whether a file system may be put in the place of another, for one process. */
function canMount(): boolean {
  try {
    execFileSync('unshare', ['-m', 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
