/** Copies a text. */
import { useSignal } from '@preact/signals'

export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const said = useSignal('')
  const copy = async (): Promise<void> => {
    said.value = (await copyText(text)) ? ' ✓' : ' (not allowed here)'
    setTimeout(() => {
      said.value = ''
    }, 1500)
  }
  return (
    <button type="button" class="copy" onClick={() => void copy()}>
      {label}
      <span role="status">{said.value}</span>
    </button>
  )
}

async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // A page from a plain web server has no clipboard.
    const area = document.createElement('textarea')
    area.value = text
    document.body.append(area)
    area.select()
    const isCopied = document.execCommand('copy')
    area.remove()
    return isCopied
  }
}
