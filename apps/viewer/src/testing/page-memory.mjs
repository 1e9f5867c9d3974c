// The memory of the page's process, from /proc: of Linux alone. For tests and measure.mjs.
import { readdirSync, readFileSync } from 'node:fs'

/**
 * The memory of the renderers below this process that is no file's, in bytes: the largest one's, which is the page's. It
 * holds the page, its workers, and all buffers they have.
 */
export function pageMemory() {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const parents = new Map(processes.map((id) => [id, /\nPPid:\s*(\d+)/.exec(status(id))?.[1] ?? '']))
  const isOurs = (/** @type {string} */ id) => {
    for (let at = id; at !== ''; at = parents.get(at) ?? '') if (at === String(process.pid)) return true
    return false
  }
  const sizes = processes
    .filter((id) => isOurs(id) && readText(`/proc/${id}/cmdline`).includes('--type=renderer'))
    .map((id) => Number(/\nRssAnon:\s*(\d+)/.exec(status(id))?.[1] ?? 0) * 1024)
  return Math.max(0, ...sizes)
}

/** Looks at it five times a second; `most` since the last `reset`. */
export function watchMemory() {
  let most = 0
  const timer = setInterval(() => {
    most = Math.max(most, pageMemory())
  }, 200)
  return {
    most: () => Math.max(most, pageMemory()),
    reset: () => {
      most = 0
    },
    end: () => clearInterval(timer),
  }
}

/** @param {string} id */
function status(id) {
  return readText(`/proc/${id}/status`)
}

/**
 * Empty for a process that has ended.
 *
 * @param {string} file
 */
function readText(file) {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return ''
  }
}
