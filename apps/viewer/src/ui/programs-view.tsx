/** The page about BPF programs, of the selection; it runs in a frame without any rights. */
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { searching, selection, worker } from '../state.ts'

export function ProgramsView() {
  const page = useSignal<string | undefined>(undefined)
  const number = selection.value
  const isSearching = searching.value !== undefined
  useEffect(() => {
    let isCurrent = true
    if (!isSearching) {
      void worker.programs().then((html) => {
        if (isCurrent && html !== undefined) page.value = html
      })
    }
    return () => {
      isCurrent = false
    }
  }, [number, isSearching])
  if (page.value === undefined) {
    return (
      <p class="waiting" role="status">
        Following BPF programs…
      </p>
    )
  }
  return (
    <iframe
      class="programs"
      title="BPF programs of the selection"
      sandbox="allow-scripts"
      srcdoc={page.value}
    />
  )
}
