// What every script needs to know: where the project is, which workspaces it has, and how to install and build them.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** The absolute path of the project, without a slash at the end. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '')

/**
 * @typedef {object} Workspace
 * @property {string} name   the package name, `@ts-audit/log`
 * @property {string} folder the path below the project, `packages/log`
 * @property {string} path   the absolute path
 * @property {any} manifest  its package.json
 */

/**
 * All packages and apps, by folder name, and what only their tests use.
 * @param {string} [base] the project to look in
 * @returns {Workspace[]}
 */
export function workspaces(base = root) {
  const folders = ['packages', 'apps'].flatMap((group) =>
    readdirSync(join(base, group))
      .sort()
      .map((name) => `${group}/${name}`),
  )
  return [...folders, 'testing']
    .filter((folder) => existsSync(join(base, folder, 'package.json')))
    .map((folder) => {
      const path = join(base, folder)
      const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))
      return { name: manifest.name, folder, path, manifest }
    })
}

/**
 * Whether a library is still an empty shell, with nothing to use: its entry exports nothing.
 * @param {Workspace} workspace
 */
export function isShell({ path }) {
  const entry = join(path, 'src', 'index.ts')
  return (
    existsSync(entry) && /^\s*(\/\/[^\n]*\s*)*(export\s*\{\s*\};?\s*)?$/.test(readFileSync(entry, 'utf8'))
  )
}

/**
 * Whether a workspace has tests.
 * @param {Workspace} workspace
 */
export function hasTests({ path }) {
  return readdirSync(join(path, 'src'), { recursive: true, encoding: 'utf8' }).some((name) =>
    name.endsWith('.test.ts'),
  )
}

/**
 * Runs a program in the project.
 * @param {readonly string[]} command the program and its arguments
 * @param {{ quiet?: boolean, env?: Record<string, string>, onLine?: (line: string) => void }} [options]
 *   quiet: show what it prints only when it fails; onLine: takes what it prints, line by line, instead of anybody else
 * @returns {Promise<number>} its exit status; 1 when it cannot be started or dies by a signal
 */
export function run([program = '', ...args], { quiet = false, env = {}, onLine } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      env: {
        ...process.env,
        TURBO_TELEMETRY_DISABLED: '1',
        TURBO_NO_UPDATE_NOTIFIER: '1',
        DO_NOT_TRACK: '1',
        ...env,
      },
      stdio: quiet || onLine !== undefined ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    })
    /** @type {Buffer[]} */
    const printed = []
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue
      if (onLine === undefined) stream.on('data', (chunk) => printed.push(chunk))
      else createInterface({ input: stream }).on('line', onLine)
    }
    child.on('error', (error) => {
      note(`cannot run ${program}: ${error.message}`)
      resolve(1)
    })
    child.on('close', (status) => {
      if (status !== 0) process.stderr.write(Buffer.concat(printed))
      resolve(status ?? 1)
    })
  })
}

/**
 * Installs packages that are not the project's into a folder of their own, which keeps them.
 * @param {string} folder
 * @param {readonly string[]} packages as npm names them
 * @returns {Promise<number>} the exit status
 */
export function fetchPackages(folder, packages) {
  note(`Fetching ${packages.join(' ')}`)
  mkdirSync(folder, { recursive: true })
  const npm = process.env.npm_execpath
  const command = npm === undefined ? ['npm'] : [process.execPath, npm]
  const options = [
    '--no-save',
    '--no-package-lock',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    '--fetch-retries=1',
  ]
  return run([...command, 'install', '--prefix', folder, ...options, ...packages])
}

/**
 * Runs turbo, the task runner that skips what has not changed.
 * @param {readonly string[]} args
 * @param {Parameters<typeof run>[1]} [options]
 */
export function turbo(args, options) {
  return run([process.execPath, join(root, 'node_modules', 'turbo', 'bin', 'turbo'), ...args], options)
}

/** Installs the dependencies when they are missing or older than package-lock.json; ends the process on failure. */
export async function install() {
  const installed = join(root, 'node_modules', '.package-lock.json')
  const wanted = join(root, 'package-lock.json')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return
  note('Installing dependencies (npm ci)')
  const npm = process.env.npm_execpath
  const command = npm === undefined ? ['npm'] : [process.execPath, npm]
  const status = await run([...command, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], { quiet: true })
  if (status !== 0) fail('npm ci failed: see above')
}

/** Builds every package that has changed since the last build; ends the process on failure. */
export async function build() {
  note('Building')
  const status = await turbo(['run', 'build', '--output-logs=errors-only'], { quiet: true })
  if (status !== 0) fail('the build failed: see above')
}

/**
 * A heading or remark for the person who waits, on stderr so that stdout stays data.
 * @param {string} text
 */
export function note(text) {
  process.stderr.write(`${text}\n`)
}

/**
 * Ends the process with status 1.
 * @param {string} reason
 * @returns {never}
 */
export function fail(reason) {
  note(reason)
  process.exit(1)
}
