// Finds the citations of the specification (`spec 01 §5.5`) in the files of the project, and those that lead nowhere. The
// form is described in docs/specification/README.md.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFiles } from './project-files.mjs'
import { readSpecification, specificationFolder } from './specification.mjs'

const citing = /\.(ts|mjs|md)$/
/** Pages with sections of their own. */
const otherPages = 'docs/formats/'
const pageName = new RegExp(`^${specificationFolder}/(\\d\\d)-[^/]*\\.md$`)

const section = /([A-Z]\d+(?:\.\d+)*|[A-Z](?:\.\d+)*|\d+(?:\.\d+)*)/.source
const mention = /\bspec\s+(\d\d)\b/gi
const firstSection = new RegExp(`\\s+§${section}`, 'y')
const nextSection = new RegExp(`(,|\\s+(?:and|or|to))\\s+§${section}`, 'y')
const partNames = /\s+"[^"\n]+"(?:(?:,|\s+and)\s+"[^"\n]+")*/y
const items = /\s+(?:rules?|steps?|parts?)\s+(\d+(?:(?:,|\s+and|\s+to)\s+\d+)*)/y
const looseEnd = /\s*[–-]\s*§?\d|\s*\/\s*§|,\s+(?:rule|step|part)s?\s+\d|(?:,|\s+and)\s+Appendix\b/y
const oldForm = /\s+(?:Appendix\b|section\b|[A-Z]\.?\d)/y
const loneSection = new RegExp(`§${section}`, 'g')
/** A section as the pages themselves cite it: alone or as a range, doubled signs and all, with two digits for another page. */
const pageSection = new RegExp(`(?:\\b(\\d\\d) )?§§?${section}(?:–§?${section})?`, 'g')

/**
 * @typedef {import('./specification.mjs').Page} Page
 * @typedef {{ at: number, text: string }} Problem
 */

/**
 * Every citation of a project that does not resolve, as `file:line: what is wrong`.
 * @param {string} base the project to check
 * @returns {string[]}
 */
export function findCitationProblems(base) {
  const pages = readSpecification(base)
  return [...projectFiles(base)]
    .filter((path) => citing.test(path) && !path.startsWith(otherPages))
    .flatMap((path) => {
      const text = readFileSync(join(base, path), 'utf8')
      const page = pageName.exec(path)?.[1]
      const problems = page === undefined ? citationProblems(text, pages) : pageProblems(text, page, pages)
      return problems.map((problem) => `${path}:${lineAt(text, problem.at)}: ${problem.text}`)
    })
}

/**
 * The problems of a file that cites pages by `spec NN`.
 * @param {string} text
 * @param {ReadonlyMap<string, Page>} pages
 * @returns {Problem[]}
 */
function citationProblems(text, pages) {
  const flat = withoutLineBreaks(text)
  /** @type {Problem[]} */
  const problems = []
  /** Where each § stands that belongs to a page. @type {Set<number>} */
  const read = new Set()
  for (const found of flat.matchAll(mention)) {
    const name = found[1] ?? ''
    const page = pages.get(name)
    const ofSections = readCitation(flat, found.index + found[0].length, name, page ?? new Map(), read)
    if (page) problems.push(...ofSections)
    else problems.push({ at: found.index, text: `there is no page ${name} of the specification` })
  }
  for (const { index, 0: cited } of flat.matchAll(loneSection)) {
    if (read.has(index) || /\bRFC \d+ $/.test(flat.slice(Math.max(0, index - 10), index))) continue
    problems.push({ at: index, text: `${cited} names no page: write spec NN ${cited}` })
  }
  return problems.sort((one, other) => one.at - other.at)
}

/**
 * Reads the sections that follow `spec NN`.
 * @param {string} flat
 * @param {number} start the end of `spec NN`
 * @param {string} name  of the page, for messages
 * @param {Page} page
 * @param {Set<number>} read gets the place of each § that was read
 * @returns {Problem[]}
 */
function readCitation(flat, start, name, page, read) {
  /** @type {Problem[]} */
  const problems = []
  let at = start
  /** @param {RegExp} pattern @returns {RegExpExecArray | undefined} */
  const take = (pattern) => {
    pattern.lastIndex = at
    const match = pattern.exec(flat)
    if (match === null) return undefined
    at += match[0].length
    return match
  }
  /** @type {string | undefined} */
  let last
  let id = take(firstSection)?.[1]
  if (id === undefined && take(oldForm)) {
    problems.push({
      at: start,
      text: `spec ${name} and a section without its sign: see how to cite in ${specificationFolder}/README.md`,
    })
  }
  let isRange = false
  while (id !== undefined) {
    const mark = at - id.length - 1
    read.add(mark)
    const cited = page.get(id)
    const before = isRange && last !== undefined ? page.get(last) : undefined
    if (cited === undefined) problems.push({ at: mark, text: `spec ${name} has no §${id}` })
    else if (before && before.order >= cited.order)
      problems.push({ at: mark, text: `spec ${name} §${last} to §${id} is no range` })
    const named = (take(partNames)?.[0].match(/"[^"]+"/g) ?? []).map((text) => text.slice(1, -1))
    const parts = named.map((text) => cited?.parts.find(({ name }) => startsWithWords(name, text)))
    for (const [index, text] of named.entries()) {
      if (cited && !parts[index])
        problems.push({ at: mark, text: `spec ${name} §${id} has no part "${text}"` })
    }
    for (const number of take(items)?.[1]?.match(/\d+/g) ?? []) {
      if (cited && !(parts.at(-1) ?? cited).items.has(Number(number)))
        problems.push({ at: mark, text: `spec ${name} §${id} has no item ${number}` })
    }
    if (take(looseEnd)) {
      problems.push({
        at: mark,
        text: `spec ${name} §${id} and what follows: see how to cite in ${specificationFolder}/README.md`,
      })
      read.add(flat.lastIndexOf('§', at))
    }
    const next = take(nextSection)
    isRange = next?.[1]?.trim() === 'to'
    last = id
    id = next?.[2]
  }
  return problems
}

/**
 * @param {string} text
 * @param {string} start
 */
function startsWithWords(text, start) {
  return text.startsWith(start) && !/^\w/.test(text.slice(start.length))
}

/**
 * The problems of a page of the specification, where a § without a page is one of the same page.
 * @param {string} text
 * @param {string} own
 * @param {ReadonlyMap<string, Page>} pages
 * @returns {Problem[]}
 */
function pageProblems(text, own, pages) {
  return [...text.matchAll(pageSection)].flatMap(({ index, 1: page = own, 2: first, 3: last }) =>
    [first, last]
      .filter((id) => id !== undefined && !pages.get(page)?.has(id))
      .map((id) => ({ at: index, text: `spec ${page} has no §${id}` })),
  )
}

/**
 * A text of the same length in which a citation that is broken over two lines of a comment stands in one.
 * @param {string} text
 */
function withoutLineBreaks(text) {
  return text.replace(/\n[ \t]*(?:\*(?!\/)|\/\/)?[ \t]*/g, (found) => ' '.repeat(found.length))
}

/**
 * @param {string} text
 * @param {number} at
 */
function lineAt(text, at) {
  return text.slice(0, at).split('\n').length
}
