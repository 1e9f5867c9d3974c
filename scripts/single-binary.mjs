// `npm run binary -- ts-ausearch`: the command as one program that needs no Node: this Node with the command in it (a single
// executable application), in .cache/binaries. It is run, and has to print what the built command prints. Needs `postject`, which is
// fetched from the registry and kept; exits 3 without.
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build as bundle } from 'esbuild'
import { build, fail, fetchPackages, install, note, root } from './project.mjs'

/** Exit status when postject could not be fetched. */
const NOT_FETCHED = 3
/** Node's documentation of single executable applications names it. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2'
/**
 * What each command runs, and how it is tried; a program has no file that a thread could load, so it uses one.
 * @type {ReadonlyMap<string, { start: string, tries: readonly (readonly string[])[] }>}
 */
const commands = new Map([
  [
    'ts-ausearch',
    {
      start: 'runTsAusearch',
      tries: [
        ['-m', 'BPF', '-i'],
        ['--format', 'ndjson'],
        ['-k', 'none'],
      ],
    },
  ],
  ['ts-aureport', { start: 'runTsAureport', tries: [[], ['-x', '--summary'], ['--bpf', 'programs']] }],
])
const log = join(root, 'examples', 'audit.log')

const command = process.argv[2] ?? 'ts-ausearch'
const known = commands.get(command)
if (known === undefined) fail(`${command} is none of ${[...commands.keys()].join(', ')}`)
const { start, tries } = known
await install()
await build()
const folder = join(root, '.cache', 'binaries')
const postject = join(folder, 'node_modules', 'postject', 'dist', 'cli.js')
mkdirSync(folder, { recursive: true })
if (!existsSync(postject)) await fetchPackages(folder, ['postject'])
if (existsSync(postject)) await make()
else {
  note('postject could not be fetched: no binary was made')
  process.exitCode = NOT_FETCHED
}

async function make() {
  const [main, blob, config] = ['main.cjs', 'main.blob', 'main.json'].map((name) =>
    join(folder, `${command}-${name}`),
  )
  const binary = join(folder, command)
  const one = readFileSync(join(root, 'apps', command, 'standalone', `${command}.js`), 'utf8')
  await bundle({
    stdin: { contents: withoutAwait(one), resolveDir: root, loader: 'js' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: main ?? '',
    logLevel: 'error',
    // What asks for its own place is the place of the program.
    banner: { js: "const __place = require('node:url').pathToFileURL(process.execPath).href;" },
    define: { 'import.meta.url': '__place' },
  })
  const settings = { main, output: blob, disableExperimentalSEAWarning: true, useCodeCache: false }
  writeFileSync(config ?? '', JSON.stringify(settings))
  execFileSync(process.execPath, ['--experimental-sea-config', config ?? ''], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  copyFileSync(process.execPath, binary)
  chmodSync(binary, 0o755)
  execFileSync(process.execPath, [postject, binary, 'NODE_SEA_BLOB', blob ?? '', '--sentinel-fuse', FUSE], {
    stdio: 'ignore',
  })
  for (const words of tries) tryOut(binary, ['-if', log, ...words])
  note(`${binary.slice(root.length + 1)}: prints what the command prints`)
}

/**
 * @param {string} binary
 * @param {readonly string[]} args
 */
function tryOut(binary, args) {
  const built = join(root, 'apps', command, 'dist', `${command}.js`)
  const [found, wanted] = [spawnSync(binary, args), spawnSync(process.execPath, [built, ...args])]
  if (found.status !== wanted.status || !found.stdout.equals(wanted.stdout)) {
    fail(`${command} ${args.join(' ')} does not print what the command prints: ${found.stderr}`)
  }
}

/**
 * The command's file as a script: it requires nothing of its own, its last statement starts it without a thread's file.
 * @param {string} text
 */
function withoutAwait(text) {
  // `await run(…);`, or in a file that is its own thread's `isMainThread?await run(…):await serveThread();`
  const last = new RegExp(`(?:\\w+\\?)?await ${start}\\([^;]*;\\s*$`).exec(text)
  if (last === null) throw new Error(`${command} does not end with what starts it`)
  const require = /^import \{ createRequire as __createRequire \}.*$/m
  return `${text
    .slice(0, last.index)
    .replace(/^#!.*\n/, '')
    .replace(require, '')}void ${start}();\n`
}
