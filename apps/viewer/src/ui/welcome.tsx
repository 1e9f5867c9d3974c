/** What is shown before anything is open. */
import { isServed } from '../served-logs.ts'
import { opened, openFiles, reading } from '../state.ts'
import { PickFiles } from './pick-files.tsx'

export function Welcome() {
  if (reading.value !== undefined) return null
  return (
    <main class="welcome">
      <h2>Drop audit logs here</h2>
      <p>Files or whole folders; or paste the text of a log.</p>
      {(opened.value?.accounts ?? 0) > 0 && (
        <p role="status">The names of users are known now; only their log is missing.</p>
      )}
      <p class="pick">
        <PickFiles label="Choose files…" take={(files) => openFiles(files)} />
        <PickFiles label="Choose a folder…" folder take={(files) => openFiles(files)} />
      </p>
      <ul>
        <li>auditd's logs, rotated or not, of one machine or several; plain, gzip, zstd, xz or bzip2</li>
        <li>
          journald's exports, syslog, dmesg, laurel, auditbeat, JSON of many shippers, and ts-ausearch's own
          output
        </li>
        <li>with them, passwd and group files of the machine, for the names of its users</li>
      </ul>
      <p>
        <strong>Nothing leaves this machine.</strong>{' '}
        {isServed
          ? 'The policy of the page forbids every connection but to ts-aureport here: what is read stays in this browser tab.'
          : 'The page has no server and its policy forbids every connection: what is read stays in this browser tab.'}
      </p>
    </main>
  )
}
