/** Makes the command a plugin of auditd, and says what keeps it from being one. */
import { mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** What a plugin configuration has to say for Node: the binary itself, since plugins have no PATH. */
export function pluginText(scriptUrl: string, jit: boolean): string {
  const script = realpathSync(fileURLToPath(scriptUrl))
  // Old auditd passes two arguments at most; a script of its own options would be the third.
  const words = jit ? script : `--jitless ${script}`
  return [
    '# Written by ts-aubpfd install. auditd.service forbids memory that can be written and run, which Node wants unless',
    '# it is told --jitless.',
    'active = yes',
    'direction = out',
    `path = ${realpathSync(process.execPath)}`,
    'type = always',
    `args = ${words}`,
    'format = string',
    '',
  ].join('\n')
}

/** Writes the plugin configuration. */
export function install(file: string, scriptUrl: string, jit: boolean): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o750 })
  writeFileSync(file, pluginText(scriptUrl, jit), { mode: 0o640 })
}

/** What is wrong with an installed plugin, a line each; auditd says nothing of most of it. */
export function installationProblems(file: string, scriptUrl: string): string[] {
  const problems: string[] = []
  if (path.basename(file).split('.').length !== 2)
    problems.push(`${file}: auditd skips names with more than one dot`)
  let text: string
  try {
    const { uid, mode } = statSync(file)
    if (uid !== 0) problems.push(`${file}: its owner must be root`)
    if ((mode & 0o002) !== 0) problems.push(`${file}: others must not be able to write it`)
    text = readFileSync(file, 'latin1')
  } catch (error) {
    return [...problems, `${file}: ${(error as NodeJS.ErrnoException).code}: ts-aubpfd install writes it`]
  }
  const settings = new Map(
    text.split('\n').flatMap((line): [string, string][] => {
      const found = /^\s*([a-z_]+)\s*=\s*(.*?)\s*$/i.exec(line)
      return found === null ? [] : [[(found[1] ?? '').toLowerCase(), found[2] ?? '']]
    }),
  )
  if (settings.get('active') !== 'yes') problems.push(`${file}: it is not active`)
  const format = settings.get('format')
  if (format !== undefined && format !== 'string')
    problems.push(`${file}: format must be string, is ${format}`)
  const program = settings.get('path') ?? ''
  problems.push(...programProblems(file, program))
  const words = (settings.get('args') ?? '').split(/\s+/).filter((word) => word !== '')
  if (words.length > 2) problems.push(`${file}: auditd 3 passes two arguments at most`)
  if (settings.has('args') && words.length === 0)
    problems.push(`${file}: auditd drops a file with an empty args line`)
  const script = realpathSync(fileURLToPath(scriptUrl))
  if (!words.includes(script)) problems.push(`${file}: it does not run ${script}: install it again`)
  if (!words.includes('--jitless')) {
    problems.push(
      `${file}: without --jitless Node ends at once under auditd.service, unless a drop-in says MemoryDenyWriteExecute=no`,
    )
  }
  return problems
}

function programProblems(file: string, program: string): string[] {
  try {
    return statSync(program).uid === 0 ? [] : [`${program}: its owner must be root, or auditd skips it`]
  } catch {
    return [`${file}: there is no program ${program === '' ? 'named' : program}`]
  }
}
