/** Reads the tab-separated fixtures of this package; for tests only. */
import { tableRows } from '@ts-audit/testing/fixtures'

/** The cells of each row as latin1 texts, as they stand; the first line is a header. */
export function fixtureRows(name: string): string[][] {
  return tableRows(new URL(`../fixtures/${name}`, import.meta.url))
}

/** The rows of `library-fields.tsv` ran without AppArmor, aarch64 and io_uring tables; the target has them (spec 03 §0.4, full build). */
const FULL_BUILD: readonly (readonly [log: string, base: string, full: string])[] = [
  ['apparmor=', '"UNCLASSIFIED", "\\"DENIED\\""', '"ESCAPED", "DENIED"'],
  ['apparmor=', '"UNCLASSIFIED", "\\"open\\""', '"ESCAPED", "open"'],
  ['apparmor=', '"UNCLASSIFIED", "\\"p\\""', '"ESCAPED", "p"'],
  ['arch=c00000b7', 'unknown-elf-type(c00000b7)', 'aarch64'],
  ['arch=c00000b7', '"clone"', '"openat"'],
  ['arch=c00000b7', '0xffffff9c', 'AT_FDCWD'],
  ['arch=c00000b7', '"0x2"', '"O_RDWR"'],
  ['uring_op=', 'unknown-syscall(18)', 'openat'],
]

/** What a full build gives where the expected JSON of a log is that of another. */
export function onFullBuild(log: string, json: string): string {
  const rules = FULL_BUILD.filter(([part]) => log.includes(part))
  return rules.reduce((text, [, base, full]) => text.replace(base, full), json)
}
