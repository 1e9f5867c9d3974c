/** The compiled code of a program's files, kept in a folder, for versions of Node that cannot keep it themselves (before 22.1). */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import module from 'node:module'
import path from 'node:path'
import { Script } from 'node:vm'

/** How Node compiles CommonJS, which its types do not tell. */
interface CommonJs {
  readonly prototype: {
    exports: unknown
    _compile(content: string, filename: string): unknown
  }
  readonly wrap: (content: string) => string
}

/** What another version has compiled V8 refuses. */
const SUFFIX = `.${process.version}-${process.arch}.`
/** So many runs add what they have called to what is kept: they may do different things. */
const MOST_RUNS = 3

/** A file that was compiled here, at least in part. */
interface Compiled {
  /** Where it is kept, without the number of runs. */
  readonly file: string
  readonly script: Script
  /** How many runs what was kept is from. */
  readonly runs: number
}

/**
 * Takes what was compiled of the files in `scripts` from `directory`, and at the end of the process puts there what was not in it: the
 * functions that have run. A directory that cannot be read or written is as good as none.
 */
export function cacheCode(scripts: string, directory: string): void {
  const { prototype, wrap } = module as unknown as CommonJs
  const compile = prototype._compile
  const compiled: Compiled[] = []
  prototype._compile = function (content, filename) {
    if (path.dirname(filename) !== scripts) return compile.call(this, content, filename)
    const file = path.join(directory, path.basename(filename) + SUFFIX)
    let runs = MOST_RUNS
    let cachedData = contentOf(file + runs)
    while (cachedData === undefined && --runs > 0) cachedData = contentOf(file + runs)
    const script = new Script(wrap(content), { filename, ...(cachedData && { cachedData }) })
    if (script.cachedDataRejected === true) runs = 0
    if (runs < MOST_RUNS) compiled.push({ file, script, runs })
    const run = script.runInThisContext()
    return run.call(this.exports, this.exports, module.createRequire(filename), this, filename, scripts)
  }
  process.on('exit', () => {
    try {
      for (const each of compiled) keep(each, directory)
      if (compiled.length > 0) removeOld(directory, scripts)
    } catch {
      // It cannot be written.
    }
  })
}

function keep({ file, script, runs }: Compiled, directory: string): void {
  mkdirSync(directory, { recursive: true })
  write(file + (runs + 1), script)
  rmSync(file + runs, { force: true })
}

/** Removes what was kept of an earlier build. */
function removeOld(directory: string, scripts: string): void {
  for (const name of readdirSync(directory)) {
    const [script = '', runs] = name.split(SUFFIX)
    if (runs !== undefined && !existsSync(path.join(scripts, script))) rmSync(path.join(directory, name))
  }
}

function contentOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}

/** Whole or not at all, even when the machine stops: V8 does not look whether what it is given is damaged. */
function write(file: string, script: Script): void {
  const temporary = `${file}-${process.pid}`
  const descriptor = openSync(temporary, 'wx')
  try {
    writeFileSync(descriptor, script.createCachedData())
    fsyncSync(descriptor)
    renameSync(temporary, file)
  } finally {
    closeSync(descriptor)
    rmSync(temporary, { force: true })
  }
}
