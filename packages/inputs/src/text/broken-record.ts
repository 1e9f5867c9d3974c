/** Lines that are the rest of a record which a mail program has wrapped: they are counted, and nothing is joined. */
import { DASH, EQUALS, UNDERSCORE } from '../ascii.ts'
import { isDigit, isLower, latin1Text } from '../bytes.ts'
import type { LineForm } from '../input-form.ts'

const MOST_NAME = 16

/** Fields of the long records, which are the ones that get wrapped. */
const FIELDS: ReadonlySet<string> = new Set(
  (
    'a0 a1 a2 a3 addr arch argc auid cap_fe cap_fi cap_fp cap_fver comm cwd dev egid euid exe exit fsgid fsuid gid ' +
    'grantors hostname inode item items key mode msg name nametype obj objtype ogid op ouid pid ppid proctitle ' +
    'prog-id rdev res saddr scontext ses sgid subj success suid syscall tclass tcontext terminal tty uid'
  ).split(' '),
)

/** The last form of all: it takes what no other knows. */
export const brokenRecord: LineForm = {
  kind: 'line',
  name: 'broken',
  title: 'records broken over several lines',
  losses: [],
  neverWrapped: true,
  open: (out) => ({
    line(bytes, start, end) {
      let at = start
      const last = Math.min(end, start + MOST_NAME)
      while (at < last && (isLower(bytes[at]) || isDigit(bytes[at]) || isJoint(bytes[at]))) at++
      if (at === start || at >= end || bytes[at] !== EQUALS) return false
      if (!FIELDS.has(latin1Text(bytes, start, at))) return false
      out.unread('malformed')
      out.loss('maybe-truncated')
      return true
    },
  }),
}

function isJoint(byte: number | undefined): boolean {
  return byte === UNDERSCORE || byte === DASH
}
