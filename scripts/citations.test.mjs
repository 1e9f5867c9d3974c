import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findCitationProblems } from './citations.mjs'
import { root } from './project.mjs'
import { parsePage } from './specification.mjs'

const page = `# 01 — ausearch

## 1. Command line

1. One.
2. Two, **in bold** (
   goes on).

### 1.1 Options

| # | name |
|---|---|
| 7 | seven |

#### SYSCALL (1300), URINGOP (1336)

1. One.
3. Three.

#### User messages — USER (1005)

Rule **SECOND** of these:

19. Nineteen.

**Last words.** Nothing.

4. Four.

\`\`\`
## 9. not a section
\`\`\`

### 1.2 More

### 1.10 Last

## Appendix B — auditd.conf

### B.1 Reading

# A. Library

## A1. Model
`

/**
 * What is found in a project with this page and one more file. Samples have @ for the sign of a section, and ~ where
 * there is none, so that this file does not hold what it looks for.
 * @param {string} text
 * @param {string} [name]
 */
function problemsOf(text, name = 'a.ts') {
  const base = mkdtempSync(join(tmpdir(), 'citations-'))
  try {
    for (const [path, content] of [
      ['docs/specification/01-ausearch.md', page],
      ['docs/specification/02-output.md', '## 5. Walk\n'],
      [name, text.replaceAll('@', '§').replaceAll('~', '')],
    ]) {
      mkdirSync(dirname(join(base, path ?? '')), { recursive: true })
      writeFileSync(join(base, path ?? ''), content ?? '')
    }
    return findCitationProblems(base).map((problem) => problem.replaceAll('§', '@'))
  } finally {
    rmSync(base, { recursive: true })
  }
}

describe('findCitationProblems', () => {
  it('finds nothing in this project', () => {
    expect(findCitationProblems(root)).toEqual([])
  })

  it.each([
    '(spec 01 @1)',
    'Spec 01 @1.10.',
    'spec 01 @B, @B.1',
    'spec 01 @A, @A1',
    'spec 01 @1.1, @1.2 and @B',
    'spec 01 @1 to @1.10',
    'spec 01 @1.2 to @1.10 or @A',
    'spec 01 @1.1, spec 02 @5',
    'spec 01 @1 rule 2',
    'spec 01 @1 rules 1 to 2, of which',
    'spec 01 @1 steps 1 and 2, @1.1 step 7',
    'spec 01 @1.1 "SYSCALL" step 3',
    'spec 01 @1.1 "User messages" step 19',
    'spec 01 @1.1 "SYSCALL" and "SECOND"',
    'the examples of spec 01',
    'RFC 3629 @4',
    '/** one (spec\n * 01 @1.1,\n * @1.2). */',
    '// one, spec 01\n  // @1.1\n',
  ])('accepts %s', (text) => {
    expect(problemsOf(text)).toEqual([])
  })

  it.each([
    ['spec 03 @1', 'there is no page 03'],
    ['spec 01 @2', 'spec 01 has no @2'],
    ['spec 01 @9', 'spec 01 has no @9'],
    ['spec 01 @1.1, @1.3', 'spec 01 has no @1.3'],
    ['spec 01 @1.1 and @C', 'spec 01 has no @C'],
    ['spec 01 @1 to @1.3', 'spec 01 has no @1.3'],
    ['spec 01 @1.2 to @1.1', 'spec 01 @1.2 to @1.1 is no range'],
    ['spec 01 @1 rule 7', 'spec 01 @1 has no item 7'],
    ['spec 01 @1 rules 2 to 3', 'spec 01 @1 has no item 3'],
    ['spec 01 @1.1 "LOGIN"', 'spec 01 @1.1 has no part "LOGIN"'],
    ['spec 01 @1.1 "URINGOP"', 'spec 01 @1.1 has no part "URINGOP"'],
    ['spec 01 @1.1 "SYS"', 'spec 01 @1.1 has no part "SYS"'],
    ['spec 01 @1.1 "SYSCALL" step 19', 'spec 01 @1.1 has no item 19'],
    ['spec 01 @1.1 "User messages" step 4', 'spec 01 @1.1 has no item 4'],
    ['spec ~01 B.1', 'see how to cite'],
    ['spec ~01 Appendix B', 'see how to cite'],
    ['spec 01 @1.1 and Appendix B', 'see how to cite'],
    ['spec 01 @1.1, rule 7', 'see how to cite'],
    ['spec 01 @1.1–1.2', 'see how to cite'],
    ['spec 01 @1–@1.2', 'see how to cite'],
    ['(@1.1)', '@1.1 names no page'],
    ['spec 01 @1.1 (and @1.2)', '@1.2 names no page'],
    ['spec 02 @5, 01 @1', '@1 names no page'],
  ])('refuses %s', (text, problem) => {
    expect(problemsOf(text)).toEqual([expect.stringContaining(problem)])
  })

  it('says where, in a citation over two lines the line of the section', () => {
    expect(problemsOf('\n/** one,\n * (spec 01\n * @8). */\n// spec 01 @7\n', 'packages/a/src/a.ts')).toEqual(
      ['packages/a/src/a.ts:4: spec 01 has no @8', 'packages/a/src/a.ts:5: spec 01 has no @7'],
    )
  })

  it('reads the pages themselves, where a section without a page is one of the same page', () => {
    const name = 'docs/specification/03-interpretation.md'
    expect(problemsOf('## 1. Splitting\n\nas @1, 01 @1.1, 01 @1–@1.2, @@1–1', name)).toEqual([])
    expect(problemsOf('## 1. Splitting\n\nas @2\nand 01 @7\nand 01 @1–@8', name)).toEqual([
      `${name}:3: spec 03 has no @2`,
      `${name}:4: spec 01 has no @7`,
      `${name}:5: spec 01 has no @8`,
    ])
  })

  it.each(['docs/formats/inputs.md', 'a.json', 'node_modules/a/a.ts', 'dist/a.mjs'])(
    'leaves out %s',
    (name) => {
      expect(problemsOf('spec 01 @9', name)).toEqual([])
    },
  )
})

describe('parsePage', () => {
  it('finds sections in their order, not in code', () => {
    expect([...parsePage(page).keys()]).toEqual(['1', '1.1', '1.2', '1.10', 'B', 'B.1', 'A', 'A1'])
  })

  it('finds numbered items and rows, and the parts they belong to', () => {
    const section = parsePage(page).get('1.1')
    expect([...(section?.items ?? [])]).toEqual([7, 1, 3, 19, 4])
    expect(section?.parts.map(({ name, items }) => [name, ...items])).toEqual([
      ['SYSCALL (1300), URINGOP (1336)', 1, 3],
      ['User messages — USER (1005)', 19],
      ['SECOND'],
      ['Last words.', 4],
    ])
  })
})
