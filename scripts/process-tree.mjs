// Ends a process with everything it has started.
import { spawnSync } from 'node:child_process'

/**
 * A process and all that descend from it, as ps(1) knows them now.
 * @param {number} root
 * @returns {number[]}
 */
export function processTree(root) {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
  const pairs = (stdout ?? '')
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter((pair) => pair.length === 2)
  const tree = [root]
  for (const parent of tree) {
    tree.push(...pairs.filter(([, of]) => of === parent).map(([pid = 0]) => pid))
  }
  return tree
}

/**
 * Kills a process that leads a group of its own, its descendants wherever they are, and the rest of the group.
 * @param {number} root
 */
export function killTree(root) {
  for (const pid of [...processTree(root), -root]) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }
}
