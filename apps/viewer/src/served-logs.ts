/** The files that the server of the page offers, if `ts-aureport --serve` is what served it. */
import type { NamedFile } from './log/input-groups.ts'

/** Where their list is; only that server says so in the page. */
const list = document.querySelector<HTMLMetaElement>('meta[name="served-logs"]')?.content

/** Whether the page may connect to its server. */
export const isServed = list !== undefined

/** @throws when the server has gone */
export async function servedFiles(): Promise<readonly NamedFile[]> {
  if (list === undefined) return []
  const here = new URL(list, location.href)
  const response = await fetch(here)
  if (!response.ok) throw new Error(`ts-aureport answers ${response.status}`)
  const { files } = (await response.json()) as {
    readonly files: readonly { readonly name: string; readonly size: number; readonly path: string }[]
  }
  return files.map(({ name, size, path }) => ({
    path: name,
    file: { url: new URL(path, here).href, size },
  }))
}
