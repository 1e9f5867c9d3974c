/** What is open, and how times and colours are shown. */
import { useSignal } from '@preact/signals'
import { change, isOpen, opened, openFiles, view } from '../state.ts'
import { PickFiles } from './pick-files.tsx'
import { countText, timeText } from './times.ts'

export function Header() {
  return (
    <header class="top">
      <h1>ts-audit</h1>
      {isOpen.value && <Summary />}
      <div class="tools">
        {isOpen.value && (
          <>
            <PickFiles label="Open…" take={(files) => openFiles(files)} />
            <PickFiles label="Add…" take={(files) => openFiles(files, true)} />
          </>
        )}
        <button
          type="button"
          title="Times are shown, and typed, in this zone"
          onClick={() => change({ clock: view.value.clock === 'utc' ? 'local' : 'utc' })}
        >
          {view.value.clock === 'utc' ? 'UTC' : 'Local time'}
        </button>
        <Theme />
      </div>
    </header>
  )
}

function Summary() {
  const { files = [], events = 0, first, last } = opened.value ?? {}
  const [only] = files
  const { clock } = view.value
  return (
    <p class="what">
      {files.length === 1 ? only?.path : `${files.length} files`}: {countText(events)}{' '}
      {events === 1 ? 'event' : 'events'}
      {first !== undefined && last !== undefined && (
        <span class="span">
          {' '}
          {timeText(first, clock).slice(0, 19)} – {timeText(last, clock).slice(0, 19)}
        </span>
      )}
    </p>
  )
}

function Theme() {
  const theme = useSignal<'auto' | 'light' | 'dark'>('auto')
  const next = { auto: 'dark', dark: 'light', light: 'auto' } as const
  return (
    <button
      type="button"
      onClick={() => {
        theme.value = next[theme.value]
        document.documentElement.dataset['theme'] = theme.value
        dispatchEvent(new Event('themechange'))
      }}
    >
      Colours: {theme.value}
    </button>
  )
}
