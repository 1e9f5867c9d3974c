/** The page as a whole: what is open, the search, and one of four views of what it finds. */
import { useEffect } from 'preact/hooks'
import { TABS, type Tab } from '../address.ts'
import {
  answers,
  change,
  failure,
  followAddress,
  found,
  isOpen,
  opened,
  openFiles,
  searching,
  view,
} from '../state.ts'
import { EventsView } from './events-view.tsx'
import { droppedFiles, pastedFiles } from './file-picks.ts'
import { Header } from './header.tsx'
import { InputView } from './input-view.tsx'
import { ProgramsView } from './programs-view.tsx'
import { Reading } from './reading.tsx'
import { ReportsView } from './reports-view.tsx'
import { SearchBox } from './search-box.tsx'
import { Selection } from './selection.tsx'
import { countText } from './times.ts'
import { Welcome } from './welcome.tsx'

const TITLES: Readonly<Record<Tab, string>> = {
  events: 'Events',
  reports: 'Reports',
  programs: 'BPF programs',
  input: 'Input',
}

export function App() {
  useEffect(listen, [])
  return (
    <>
      <Header />
      <Reading />
      {failure.value !== undefined && (
        <p class="failure" role="alert">
          {failure.value}
        </p>
      )}
      {isOpen.value ? <Opened /> : <Welcome />}
    </>
  )
}

function Opened() {
  const { tab } = view.value
  const notes = opened.value?.notes.length ?? 0
  return (
    <main aria-busy={searching.value !== undefined} data-answers={answers.value}>
      <SearchBox />
      <Selection />
      <nav class="tabs" aria-label="Views">
        {TABS.map((each) => (
          <button
            key={each}
            type="button"
            aria-current={each === tab ? 'page' : undefined}
            onClick={() => change({ tab: each })}
          >
            {TITLES[each]}
            {each === 'events' && found.value !== undefined && <small> {countText(found.value.count)}</small>}
            {each === 'input' && notes > 0 && (
              <small>
                {' '}
                {countText(notes)} {notes === 1 ? 'note' : 'notes'}
              </small>
            )}
          </button>
        ))}
      </nav>
      {tab === 'events' && <EventsView />}
      {tab === 'reports' && <ReportsView />}
      {tab === 'programs' && <ProgramsView />}
      {tab === 'input' && <InputView />}
    </main>
  )
}

/** Files come from anywhere on the page; the address changes it, too. */
function listen(): () => void {
  const stop = new AbortController()
  const { signal } = stop
  addEventListener('dragover', (event) => event.preventDefault(), { signal })
  addEventListener(
    'drop',
    (event) => {
      event.preventDefault()
      if (event.dataTransfer !== null)
        droppedFiles(event.dataTransfer).then(
          (files) => openFiles(files, isOnlyAccounts(files)),
          (error: unknown) => {
            failure.value = `What was dropped cannot be read: ${error instanceof Error ? error.message : error}`
          },
        )
    },
    { signal },
  )
  addEventListener(
    'paste',
    (event) => {
      if (isField(event.target) || event.clipboardData === null) return
      void openFiles(pastedFiles(event.clipboardData))
    },
    { signal },
  )
  addEventListener('popstate', followAddress, { signal })
  addEventListener(
    'keydown',
    (event) => {
      if (event.key !== '/' || isField(event.target)) return
      event.preventDefault()
      document.getElementById('query')?.focus()
    },
    { signal },
  )
  return () => stop.abort()
}

/** They name the users of the logs that are open. */
function isOnlyAccounts(files: readonly { readonly path: string }[]): boolean {
  return files.every(({ path }) => /(?:^|\/)(?:passwd|group)$/.test(path))
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
}
