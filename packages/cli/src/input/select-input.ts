/** Chooses what is read: a named file or directory, a pipe, or the configured logs (spec 01 §2.2). */
import { fstatSync, type Stats, statSync } from 'node:fs'
import type { Configuration } from '../config/configuration.ts'
import type { InputSettings } from '../options/shared-options.ts'
import { fileName, fileNameText, systemErrorText } from '../output/system-text.ts'
import type { Input } from './input.ts'
import { InputError, inputHint } from './input-error.ts'

/** What of the process it depends on. */
export interface InputEnvironment {
  /** File descriptor of the standard input. */
  readonly stdin: number
  /** Takes a text for stderr, newline included. */
  readonly note: (text: string) => void
}

/**
 * The input that the first applicable rule gives.
 *
 * @throws {InputError} when the named input does not exist or cannot be reached
 */
export function selectInput(
  options: Readonly<Pick<InputSettings, 'inputPath' | 'inputLogs'>>,
  configuration: Configuration,
  environment: InputEnvironment,
): Input {
  if (options.inputPath !== undefined) return namedInput(fileName(options.inputPath), environment)
  if (!readsConfiguredLogs(options, environment.stdin)) {
    return { kind: 'stdin', descriptor: environment.stdin }
  }
  return { kind: 'set', base: configuration.logFile }
}

/** Whether the configured logs are what is read. */
export function readsConfiguredLogs(
  { inputPath, inputLogs }: Readonly<Pick<InputSettings, 'inputPath' | 'inputLogs'>>,
  stdin: number,
): boolean {
  return inputPath === undefined && (inputLogs || statsOf(stdin)?.isFIFO() !== true)
}

/**
 * All inputs that are named, where a job can read several at once.
 *
 * @throws {InputError} when one of them does not exist or cannot be reached
 */
export function selectInputs(
  options: Readonly<Pick<InputSettings, 'inputPath' | 'inputPaths' | 'inputLogs'>>,
  configuration: Configuration,
  environment: InputEnvironment,
): Input {
  const { inputPaths = [] } = options
  if (inputPaths.length < 2) return selectInput(options, configuration, environment)
  const named = inputPaths.map((path) => namedInput(fileName(path), environment))
  const inputs = named.filter((input) => input.kind === 'file' || input.kind === 'set')
  if (inputs.length < named.length) throw new InputError('A socket cannot be read beside other inputs\n')
  return { kind: 'several', inputs }
}

function namedInput(path: string, environment: InputEnvironment): Input {
  const stats = statOrThrow(path)
  if (stats.isSocket() && isSame(stats, statsOf(environment.stdin))) {
    // A socket cannot be opened by name; /dev/stdin that is one is there already.
    return { kind: 'stdin', descriptor: environment.stdin }
  }
  if (!stats.isDirectory()) return { kind: 'file', path }
  const base = `${path}${path.endsWith('/') ? '' : '/'}audit.log`
  environment.note(`NOTE - using logs in ${fileNameText(base)}\n`)
  return { kind: 'set', base }
}

function statOrThrow(path: string): Stats {
  try {
    return statSync(path)
  } catch (error) {
    const { code = 'EIO' } = error as NodeJS.ErrnoException
    throw new InputError(`stat: ${systemErrorText(code)}\n`, inputHint(fileNameText(path), code, 'no file'))
  }
}

/** Undefined for a descriptor that is closed. */
function statsOf(descriptor: number): Stats | undefined {
  try {
    return fstatSync(descriptor)
  } catch {
    return undefined
  }
}

function isSame(one: Stats, other: Stats | undefined): boolean {
  return one.dev === other?.dev && one.ino === other.ino
}
