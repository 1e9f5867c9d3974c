// The memory and the processor time of the page's process, from /proc: of Linux alone. For tests and measure.mjs.
import { readdirSync, readFileSync } from 'node:fs'

/** The kernel counts processor time in hundredths of a second. */
const TICK = 10
/** The fields of /proc/PID/stat that hold it, counted from behind the name: in user space, and in the kernel. */
const USER = 11
const KERNEL = 12

/**
 * The memory of the renderers below this process that is no file's, in bytes: the largest one's, which is the page's. It
 * holds the page, its workers, and all buffers they have.
 */
export function pageMemory() {
  const sizes = renderers().map((id) => Number(/\nRssAnon:\s*(\d+)/.exec(status(id))?.[1] ?? 0) * 1024)
  return Math.max(0, ...sizes)
}

/**
 * The processor time of all renderers below this process since they began, in milliseconds: of their workers, which read and search,
 * and of all their threads.
 */
export function pageTime() {
  let workers = 0
  let all = 0
  for (const id of renderers()) {
    for (const thread of readdirSync(`/proc/${id}/task`)) {
      const text = readText(`/proc/${id}/task/${thread}/stat`)
      const numbers = text.slice(text.lastIndexOf(')') + 2).split(' ')
      const time = (Number(numbers[USER] ?? 0) + Number(numbers[KERNEL] ?? 0)) * TICK
      all += time
      if (text.includes('(DedicatedWorker')) workers += time
    }
  }
  return { workers, all }
}

/** The processes of pages below this one. */
function renderers() {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const parents = new Map(processes.map((id) => [id, /\nPPid:\s*(\d+)/.exec(status(id))?.[1] ?? '']))
  const isOurs = (/** @type {string} */ id) => {
    for (let at = id; at !== ''; at = parents.get(at) ?? '') if (at === String(process.pid)) return true
    return false
  }
  return processes.filter((id) => isOurs(id) && readText(`/proc/${id}/cmdline`).includes('--type=renderer'))
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
