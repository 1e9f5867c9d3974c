// The pages of docs/specification as their citations see them: sections, named parts of sections, numbered items.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where the pages are, below the project. */
export const specificationFolder = 'docs/specification'

/**
 * @typedef {object} Part     a piece of a section that has a name
 * @property {string} name    its heading, or its first words in bold
 * @property {Set<number>} items
 *
 * @typedef {object} Section
 * @property {number} order   its place on the page, from 0
 * @property {Set<number>} items the numbers of its list items and table rows, those of its parts included
 * @property {Part[]} parts
 *
 * @typedef {Map<string, Section>} Page by what stands after the §: `5.5`, `B.2`, `A4`
 */

/**
 * The pages of a project by their two digits.
 * @param {string} base the project
 * @returns {Map<string, Page>}
 */
export function readSpecification(base) {
  const folder = join(base, specificationFolder)
  const names = existsSync(folder) ? readdirSync(folder).sort() : []
  return new Map(
    names
      .filter((name) => /^\d\d-.*\.md$/.test(name))
      .map((name) => [name.slice(0, 2), parsePage(readFileSync(join(folder, name), 'utf8'))]),
  )
}

/**
 * @param {string} text a page in Markdown
 * @returns {Page}
 */
export function parsePage(text) {
  /** @type {Page} */
  const page = new Map()
  /** @type {Section | undefined} */
  let section
  /** @type {Part | undefined} */
  let part
  let inCode = false
  for (const line of text.split('\n')) {
    if (line.startsWith('```')) inCode = !inCode
    if (inCode) continue
    const heading = /^#+ (.+)$/.exec(line)?.[1]
    const id = heading && sectionId(heading)
    if (id) {
      section = { order: page.size, items: new Set(), parts: [] }
      part = undefined
      page.set(id, section)
      continue
    }
    const names = heading ? [heading] : [...line.matchAll(/\*\*(.+?)\*\*/g)].map((bold) => bold[1] ?? '')
    for (const name of names) {
      const named = { name: name.replaceAll('`', ''), items: new Set() }
      section?.parts.push(named)
      // Bold words inside a paragraph are a name, but what follows still belongs to the part around them.
      if (heading || line.startsWith(`**${name}`)) part = named
    }
    const item = /^\s*(\d+)\. /.exec(line) ?? /^\| (\d+) \|/.exec(line)
    if (item) {
      section?.items.add(Number(item[1]))
      part?.items.add(Number(item[1]))
    }
  }
  return page
}

/**
 * What a citation writes for a heading: `5.5` for `5.5 Type groups`, `B` for `Appendix B — auditd.conf`. Undefined for the
 * title of a page and for headings without a number.
 * @param {string} heading
 */
function sectionId(heading) {
  const [, appendix, number] =
    /^(?:Appendix ([A-Z])\b|((?:[A-Z]|[A-Z]?\d+|[A-Z]\.\d+)(?:\.\d+)*)\.?\s(?!—))/.exec(heading) ?? []
  if (appendix) return appendix
  // A letter alone is a section only with a full stop: `A. Library`.
  return number && (/\d/.test(number) || heading.startsWith(`${number}. `)) ? number : undefined
}
