/** Recognises files in places where anyone may write, and hidden files. */
import type { Severity } from '../fields/finding.ts'

/** Why a file cannot be trusted. */
export interface UntrustedPlace {
  /** How it goes on after "an executable". */
  readonly words: string
  /** How bad it is that such a file is executed. */
  readonly severity: Severity
}

const PLACES: readonly (readonly [prefix: string, words: string, severity: Severity])[] = [
  ['/tmp/', 'under /tmp', 'high'],
  ['/var/tmp/', 'under /var/tmp', 'high'],
  ['/dev/shm/', 'under /dev/shm', 'high'],
  ['/run/shm/', 'under /run/shm', 'high'],
  ['/run/user/', 'under /run/user', 'high'],
  ['/dev/', 'under /dev', 'high'],
  ['/home/', 'under /home', 'high'],
  ['/proc/', 'under /proc', 'high'],
  ['/memfd:', 'from a memfd', 'high'],
  ['memfd:', 'from a memfd', 'high'],
  ['/var/www/', 'under /var/www', 'high'],
  ['/root/', 'under /root', 'medium'],
  ['/run/', 'under /run', 'medium'],
  ['/var/run/', 'under /var/run', 'medium'],
  ['/mnt/', 'under /mnt', 'medium'],
  ['/media/', 'under /media', 'medium'],
]
/** NixOS has its system's programs there. */
const TRUSTED = /^\/(?:nix\/store|run\/(?:wrappers|current-system|booted-system))\//
export const DELETED = ' (deleted)'
/** A component that begins with a dot, other than `.` and `..`. */
const HIDDEN = /(?:^|\/)\.(?:[^./]|\.[^/])/

/** Why an executable cannot be trusted; undefined when its place says nothing against it. */
export function untrustedPlace(exe: string | undefined): UntrustedPlace | undefined {
  if (exe === undefined) return undefined
  return untrustedFile(exe) ?? (exe.endsWith(DELETED) ? GONE : undefined)
}

const GONE: UntrustedPlace = { words: 'whose file is deleted', severity: 'medium' }

/** The same of any file, deleted or not. */
export function untrustedFile(path: string): UntrustedPlace | undefined {
  if (isPlain(path)) return undefined
  // In the store of NixOS wrapped programs have hidden names.
  if (TRUSTED.test(path)) return undefined
  const place = PLACES.find(([prefix]) => path.startsWith(prefix))
  if (HIDDEN.test(path) && place?.[2] !== 'high') return { words: 'in a hidden place', severity: 'high' }
  return place === undefined ? undefined : { words: place[1], severity: place[2] }
}

/** Where nearly all executables are. */
const PLAIN = ['/usr/', '/opt/', '/bin/', '/sbin/', '/lib/']

/** Whether a glance is enough: an installed file with nothing hidden in its path. */
function isPlain(path: string): boolean {
  if (path.includes('/.')) return false
  for (const prefix of PLAIN) if (path.startsWith(prefix)) return true
  return false
}

/** An executable without the kernel's word that its file is gone. */
export function withoutDeleted(exe: string): string {
  return exe.endsWith(DELETED) ? exe.slice(0, -DELETED.length) : exe
}
