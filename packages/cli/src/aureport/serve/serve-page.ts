/** `ts-aureport --serve`: the page for a browser, which reads the files of the log from here, until somebody ends it. */
import { readFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Configuration } from '../../config/configuration.ts'
import { InputError } from '../../input/input-error.ts'
import { planFiles } from '../../input/plan-files.ts'
import { selectInputs } from '../../input/select-input.ts'
import { openSnapshot } from '../../input/snapshot.ts'
import type { Output } from '../../output/output.ts'
import { fileName, fileNameText, systemErrorText } from '../../output/system-text.ts'
import type { CommandEnvironment } from '../../run/environment.ts'
import { RunError } from '../../run/run-error.ts'
import type { AureportOptions } from '../options.ts'
import { type OfferedFile, type PageServer, startPageServer } from './page-server.ts'

/** What it is run with. */
export interface ServeSetting {
  readonly environment: Pick<CommandEnvironment, 'note' | 'stdin' | 'interrupted' | 'page'>
  readonly output: Output
  /** Read only where the configured logs are what is wanted. */
  readonly configuration: () => Configuration
  /** Takes a remark for stderr, newline included, unless they are switched off. */
  readonly remark: (text: string) => void
}

/**
 * Runs until it is interrupted.
 *
 * @returns the exit status
 * @throws {OutputError} when standard output cannot be written
 */
export async function servePage(options: AureportOptions, setting: ServeSetting): Promise<number> {
  const { environment, output, remark } = setting
  try {
    const page = readPage(environment.page)
    const { files, close } = await offeredFiles(options, setting)
    try {
      const server = await start({ page, files }, options.serve ?? 0)
      const ended = interruption(environment)
      output.sink.writeText(`${server.address}\n`)
      await output.end()
      const read = files.length === 0 ? 'logs can be dropped on it' : `it reads ${filesText(files)}`
      remark(`NOTE - the page is there for this machine alone, until Ctrl-C; ${read}\n`)
      await ended
      server.close()
      return 0
    } finally {
      await close()
    }
  } catch (error) {
    if (!(error instanceof RunError || error instanceof InputError)) throw error
    environment.note(error.text)
    if (error instanceof InputError && error.hint !== undefined) remark(error.hint)
    return 1
  }
}

function readPage(place: URL | undefined): string {
  const path = place === undefined ? 'ts-audit.html' : fileURLToPath(place)
  try {
    return readFileSync(path, 'utf8')
  } catch {
    const where = fileNameText(path)
    throw new RunError(
      `The page is missing: ${where} comes with an installed ts-aureport; put it there, or build it\n`,
      1,
    )
  }
}

async function start(offer: Parameters<typeof startPageServer>[0], port: number): Promise<PageServer> {
  try {
    return await startPageServer(offer, port)
  } catch (error) {
    const { code = 'EIO' } = error as NodeJS.ErrnoException
    throw new RunError(`Error listening on port ${port} (${systemErrorText(code)})\n`, 1)
  }
}

function interruption({ interrupted }: Pick<CommandEnvironment, 'interrupted'>): Promise<void> {
  const signal = interrupted?.()
  return new Promise((resolve) => {
    if (signal?.aborted === true) resolve()
    signal?.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** The files are held open: what is served is the log as it was found, whatever its files are called later. */
async function offeredFiles(
  { inputPath, inputPaths, inputLogs, passwdFile, groupFile }: AureportOptions,
  { environment, configuration, remark }: ServeSetting,
): Promise<{ readonly files: readonly OfferedFile[]; readonly close: () => Promise<void> }> {
  const accounts: OfferedFile[] = []
  for (const [name, path] of [
    ['passwd', passwdFile],
    ['group', groupFile],
  ] as const) {
    if (path !== undefined) accounts.push({ name, handle: await openFile(fileName(path)) })
  }
  const closeAccounts = async (): Promise<void> => {
    for (const { handle } of accounts) await (handle as FileHandle).close()
  }
  if (inputPath === undefined && !inputLogs) return { files: accounts, close: closeAccounts }
  const chosen = { inputPath, inputPaths, inputLogs }
  const named = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined))
  const input = selectInputs(
    named as typeof chosen & { inputPath: string; inputPaths: readonly string[] },
    inputPath === undefined ? configuration() : { logFile: '', eventTimeout: 0 },
    environment,
  )
  if (input.kind === 'stdin') throw new RunError('--serve reads files, and standard input is none\n', 1)
  const { plan, opened, close } = await openSnapshot(input, () => planFiles(input, 'any', undefined))
  for (const note of plan.notes) remark(note)
  const logs = plan.files.flatMap((path) => {
    const handle = opened.get(path)?.handle
    if (handle === undefined)
      environment.note(`${fileNameText(path)} is not served: it cannot be read, or is no file\n`)
    return handle === undefined ? [] : [{ name: path, handle }]
  })
  const files = [...logs, ...accounts]
  const closeAll = async (): Promise<void> => {
    await close()
    await closeAccounts()
  }
  if (logs.length > 0) return { files, close: closeAll }
  await closeAll()
  throw new RunError('No file of the log can be read\n', 1)
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (error) {
    const { code = 'EIO' } = error as NodeJS.ErrnoException
    throw new RunError(`Error reading ${fileNameText(path)} (${systemErrorText(code)})\n`, 1)
  }
}

function filesText(files: readonly OfferedFile[]): string {
  const [only] = files
  return files.length === 1 && only !== undefined ? fileNameText(only.name) : `${files.length} files`
}
