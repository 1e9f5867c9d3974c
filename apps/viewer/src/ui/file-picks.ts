/** Files and whole folders that were dropped, picked or pasted. */
import type { NamedFile } from '../log/input-groups.ts'

/** More files than this in a folder are no log's. */
const MOST_FILES = 5000

/** What was picked; in a folder each file has its path there. */
export function pickedFiles(list: FileList | null): readonly NamedFile[] {
  return [...(list ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }))
}

/** What TypeScript does not know of: only Chromium has it. */
interface DroppedItem extends DataTransferItem {
  getAsFileSystemHandle?(): Promise<FileSystemFileHandle | FileSystemDirectoryHandle | null>
}

/**
 * What was dropped, folders with all that is in them, by path. Chromium refuses to read an entry on a page from a disk; there a
 * folder is a handle, and a file a file.
 *
 * @throws when a folder cannot be read, or has more files than any log
 */
export async function droppedFiles(data: DataTransfer): Promise<readonly NamedFile[]> {
  // Items are there only until the event is over.
  const dropped = [...data.items].map((item: DroppedItem) => {
    const entry = item.webkitGetAsEntry()
    const isFolder = entry?.isDirectory === true
    return { entry, file: item.getAsFile(), handle: isFolder ? item.getAsFileSystemHandle?.() : undefined }
  })
  const files: NamedFile[] = []
  for (const { entry, file, handle } of dropped) {
    const folder = await handle
    if (folder?.kind === 'directory') await gatherFolder(folder, folder.name, files)
    else if (entry?.isDirectory === true) await gatherEntry(entry, files)
    else if (file !== null) add(files, file.name, file)
  }
  return files.length === 0
    ? pickedFiles(data.files)
    : files.sort(({ path: one }, { path: other }) => (one < other ? -1 : 1))
}

/** What was pasted: files, or the text of a log. */
export function pastedFiles(data: DataTransfer): readonly NamedFile[] {
  if (data.files.length > 0) return pickedFiles(data.files)
  const text = data.getData('text/plain')
  return text.trim() === ''
    ? []
    : [{ path: 'pasted text', file: new File([`${text.trimEnd()}\n`], 'pasted text') }]
}

function add(files: NamedFile[], path: string, file: File): void {
  if (files.length >= MOST_FILES) {
    throw new Error(`more than ${MOST_FILES} files: drop the folder that holds the logs, and no others`)
  }
  files.push({ path, file })
}

async function gatherFolder(
  folder: FileSystemDirectoryHandle,
  path: string,
  files: NamedFile[],
): Promise<void> {
  for await (const [name, child] of folder.entries()) {
    const place = `${path}/${name}`
    if (child.kind === 'file') add(files, place, await (child as FileSystemFileHandle).getFile())
    else await gatherFolder(child as FileSystemDirectoryHandle, place, files)
  }
}

async function gatherEntry(entry: FileSystemEntry, files: NamedFile[]): Promise<void> {
  if (entry.isFile) {
    const file = await new Promise<File>((keep, fail) => (entry as FileSystemFileEntry).file(keep, fail))
    add(files, entry.fullPath.replace(/^\//, ''), file)
    return
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  for (;;) {
    const some = await new Promise<readonly FileSystemEntry[]>((keep, fail) => reader.readEntries(keep, fail))
    if (some.length === 0) return
    for (const each of some) await gatherEntry(each, files)
  }
}
