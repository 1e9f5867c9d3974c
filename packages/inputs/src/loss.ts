/** What an input leaves out or changes, in fixed words: they travel with events and are said in notes. */

/** Every word with its meaning for people. */
export const lossMeanings = {
  'no-enrichment': 'names of users and calls that auditd adds are not in it',
  'no-login-records': 'LOGIN records are not in it',
  'no-daemon-records': "auditd's own records (start, stop, rotation) are not in it",
  'values-left-out': 'long values were left out when it was written: use journalctl -a or -o export',
  'bytes-replaced': 'bytes that are no UTF-8 were replaced when it was written',
  'maybe-truncated': 'records may have been cut at a length limit',
  'blanks-lost': 'repeated blanks were lost',
  'execve-merged': 'the records of a long EXECVE were merged into one',
  'ambiguous-prog-id': 'BPF program ids from 30 to 39 cannot be told from 0 to 9',
  'joined-by-wrapper': 'several records were joined in one text',
  'ambiguous-escapes': 'escaped bytes cannot be told from text that looks like them',
  'raw-left-out': 'lines were left out when it was written: records are made of their fields',
  unauthenticated: 'any local user could have written such lines',
} as const

/** A word for what an input leaves out or changes. */
export type Loss = keyof typeof lossMeanings

/** Why something was not read. */
export const unreadMeanings = {
  other: 'no audit record',
  malformed: 'damaged',
  'not-rebuildable': 'records in a form that has no event ids',
  'without-original': 'documents without the original text',
  'without-text': 'JSON without audit text under a key that is known',
  'joined-arguments': 'EXECVE records whose arguments are one text',
  'refused-tag': 'audit text under the tag of another program',
  'not-kernel': 'text of the kernel that another program has written',
  interpreted: 'interpreted output, which is no log any more',
  prefixed: 'lines with the name of a file before them, read only as --input-format grep',
  packed: 'compressed data inside JSON that cannot be read here: unpack it first (base64 -d | gunzip)',
  'too-long': 'longer than any record',
} as const

/** A word for why something was not read. */
export type UnreadReason = keyof typeof unreadMeanings
