/** Names of rows, so that findings lead to programs and programs to loaders. No text of the log is part of them. */
import type { LoaderSummary } from '../fields/loader.ts'
import type { LoaderIdentity } from '../fields/process.ts'
import type { Program } from '../fields/program.ts'

/** The rows that links lead to. */
export class Anchors {
  readonly #loaders = new Map<string, string>()
  readonly #programs = new Map<string, string>()

  /** @param loaders as the page lists them, those with a row of their own */
  constructor(loaders: readonly LoaderSummary[]) {
    for (const [place, loader] of loaders.entries()) {
      const key = loaderKey(loader.node, loader)
      if (loader.others !== true && !this.#loaders.has(key)) this.#loaders.set(key, `loader-${place}`)
    }
  }

  /** Notes that a program has a row, if it has none yet; gives its name. */
  add(program: Program, list: string, place: number): string {
    const name = `${list}-${place}`
    for (const finding of ['', ...program.findings]) {
      const key = programKey(program.node, program.progId, finding)
      if (!this.#programs.has(key)) this.#programs.set(key, name)
    }
    return name
  }

  loader(node: string | undefined, identity: LoaderIdentity | undefined): string | undefined {
    return identity === undefined ? undefined : this.#loaders.get(loaderKey(node, identity))
  }

  /** The row of a program of a finding: ids are given again, so only one that is part of it. */
  program(node: string | undefined, progId: number, finding: string): string | undefined {
    return this.#programs.get(programKey(node, progId, finding))
  }
}

function loaderKey(node: string | undefined, { exe, comm, auid }: LoaderIdentity): string {
  return JSON.stringify([node ?? null, exe ?? null, comm ?? null, auid ?? null])
}

function programKey(node: string | undefined, progId: number, finding: string): string {
  return JSON.stringify([progId, finding, node ?? null])
}
