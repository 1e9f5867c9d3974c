/** A button that opens the browser's own dialogue for files, or for a folder. */
import { useRef } from 'preact/hooks'
import type { NamedFile } from '../log/input-groups.ts'
import { pickedFiles } from './file-picks.ts'

export function PickFiles({
  label,
  take,
  folder = false,
}: {
  readonly label: string
  readonly take: (files: readonly NamedFile[]) => unknown
  readonly folder?: boolean
}) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <button type="button" onClick={() => input.current?.click()}>
        {label}
      </button>
      <input
        ref={(element) => {
          input.current = element
          element?.toggleAttribute('webkitdirectory', folder)
        }}
        type="file"
        multiple
        hidden
        aria-label={label}
        onChange={({ currentTarget }) => {
          take(pickedFiles(currentTarget.files))
          // The same file can be picked again.
          currentTarget.value = ''
        }}
      />
    </>
  )
}
