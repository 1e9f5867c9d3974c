// Records as they usually are, read in one go, say what their fields say one by one.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { IdentityCache } from './identity.ts'

const USUAL = [
  ...[' auid=', '1000'],
  ...[' uid=', '0', ' gid=', '0', ' euid=', '4294967295'],
  ...[' suid=', '0', ' fsuid=', '0', ' egid=', '0', ' sgid=', '0', ' fsgid=', '0'],
  ...[' tty=', 'pts2', ' ses=', '7', ' comm=', '"git"', ' exe=', '"/usr/bin/git"'],
  ...[' subj=', 'system_u:system_r:init_t:s0-s0:c0.c1023', ' key=', '016B'],
  ...['\x1dARCH=', 'x86_64', ' SYSCALL=', 'bpf', ' AUID="', 'carol', '" UID="', 'root', '" GID="', 'root'],
  ...['" EUID="', '', '" SUID="', 'root', '"'],
]
const other = fc.oneof(
  fc.constantFrom(
    '-1',
    '007',
    '99999999999',
    '',
    '(null)',
    '(none)',
    '""',
    '2F746D702F6120622F63',
    '2F746D7',
  ),
  fc.constantFrom('"a b"', '?', '"exe=x"', 'a"b', '\\"bash\\"', '6101622E', 'a b', '\x1d', 'unset', ' ses=8'),
  fc.constantFrom(
    '" subj="x',
    ' subj=x',
    '" auid="8',
    '1 uid=2',
    '"bpf"',
    ' key=',
    ' euid=',
    ' UID="',
    '\x1dUID="',
  ),
  fc.string({ maxLength: 8 }),
)
const tail = fc
  .tuple(
    fc.array(fc.tuple(fc.nat(USUAL.length - 1), other), { maxLength: 2 }),
    fc.constantFrom(USUAL.length, USUAL.indexOf('\x1dARCH='), 20),
    fc.boolean(),
  )
  .map(([changes, length, hasSubject]) => {
    const parts = USUAL.slice(0, length)
    for (const [at, part] of changes) if (at < length) parts[at] = part
    if (!hasSubject) parts.splice(USUAL.indexOf(' subj='), 2)
    return { text: parts.join(''), isUsual: changes.length === 0 && length > 20 }
  })

it('whatever the fields hold', () => {
  const seen = { usual: 0, other: 0 }
  fc.assert(
    fc.property(tail, ({ text, isUsual }) => {
      const identity = new IdentityCache().read(text)
      // Fields before them are not usual, and no part of an identity.
      expect(identity).toEqual(new IdentityCache().read(` items=0${text}`))
      if (isUsual) expect(identity).toMatchObject({ auid: 1000, comm: 'git', key: ',k' })
      seen[isUsual ? 'usual' : 'other']++
    }),
    { numRuns: 5000 },
  )
  expect(Math.min(seen.usual, seen.other)).toBeGreaterThan(100)
})
