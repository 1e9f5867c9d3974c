/** What SELinux says in words: `avc:  denied  { read write } for  pid=…`. */
import { latin1 } from '@ts-audit/log/internal'

/** The words stand at the beginning, of a user record after what is known of its sender. */
const LONGEST_HEAD = 600

/** The decision, and the permissions it is about. */
export interface Decision {
  readonly decision: 'granted' | 'denied' | undefined
  readonly permissions: string[]
}

/** Reads the words before the fields of an AVC. */
export function decisionOf(bytes: Uint8Array, start: number, end: number): Decision {
  const text = latin1(bytes, start, Math.min(end, start + LONGEST_HEAD))
  const at = text.indexOf('avc: ')
  if (at < 0) return { decision: undefined, permissions: [] }
  const words = text.slice(at + 5, at + 30).trimStart()
  const decision = words.startsWith('denied') ? 'denied' : words.startsWith('granted') ? 'granted' : undefined
  const open = text.indexOf('{', at)
  const close = open < 0 ? -1 : text.indexOf('}', open)
  const permissions =
    close < 0
      ? []
      : text
          .slice(open + 1, close)
          .split(' ')
          .filter((word) => word !== '')
  return { decision, permissions }
}
