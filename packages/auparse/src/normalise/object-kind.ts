/** The kinds of objects, and which of them a file mode stands for (spec 04 §3.4). */

/** The words of the OBJ_KIND column. */
export type ObjectKind =
  | 'unknown'
  | 'fifo'
  | 'character-device'
  | 'directory'
  | 'block-device'
  | 'file'
  | 'file-system'
  | 'symlink'
  | 'socket'
  | 'process'
  | 'firewall'
  | 'service'
  | 'account'
  | 'user-session'
  | 'virtual-machine'
  | 'printer'
  | 'system'
  | 'admin-defined-rule'
  | 'audit-config'
  | 'security-policy'
  | 'memory'
  | 'keystrokes'
  | 'device'
  | 'software'
  | 'integrity-policy'
  | 'security-modules'
  | 'process-group'

/** File-type bits of st_mode (inode(7)). */
const fileTypes: ReadonlyMap<number, ObjectKind> = new Map([
  [0o100000, 'file'],
  [0o040000, 'directory'],
  [0o020000, 'character-device'],
  [0o060000, 'block-device'],
  [0o010000, 'fifo'],
  [0o120000, 'symlink'],
  [0o140000, 'socket'],
])

/** The object kind of a raw octal `mode` value, or undefined for file-type bits that mean nothing. */
export function objectKindOfMode(mode: string): ObjectKind | undefined {
  return fileTypes.get(Number.parseInt(mode, 8) & 0o170000)
}
