/** Files and whole folders that were dropped, picked or pasted. */
import type { NamedFile } from '../log/input-groups.ts'

/** More files than this in a folder are no log's. */
const MOST_FILES = 5000

/** What was picked; in a folder each file has its path there. */
export function pickedFiles(list: FileList | null): readonly NamedFile[] {
  return [...(list ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }))
}

/** What was dropped, folders with all that is in them. */
export async function droppedFiles(data: DataTransfer): Promise<readonly NamedFile[]> {
  // Entries are there only until this event is over.
  const entries = [...data.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  if (entries.length === 0) return pickedFiles(data.files)
  const files: NamedFile[] = []
  for (const entry of entries) await gather(entry, files)
  return files
}

/** What was pasted: files, or the text of a log. */
export function pastedFiles(data: DataTransfer): readonly NamedFile[] {
  if (data.files.length > 0) return pickedFiles(data.files)
  const text = data.getData('text/plain')
  return text.trim() === ''
    ? []
    : [{ path: 'pasted text', file: new File([`${text.trimEnd()}\n`], 'pasted text') }]
}

async function gather(entry: FileSystemEntry, files: NamedFile[]): Promise<void> {
  if (files.length >= MOST_FILES) return
  if (entry.isFile) {
    const file = await new Promise<File>((keep, fail) => (entry as FileSystemFileEntry).file(keep, fail))
    files.push({ path: entry.fullPath.replace(/^\//, ''), file })
    return
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  for (;;) {
    const some = await new Promise<readonly FileSystemEntry[]>((keep, fail) => reader.readEntries(keep, fail))
    if (some.length === 0) return
    for (const each of some) await gather(each, files)
  }
}
