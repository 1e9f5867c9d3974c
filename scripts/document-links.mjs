// Finds links of the project's documents to files that do not exist.
import { existsSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { projectFiles } from './project-files.mjs'

/**
 * Every link that leads nowhere, as `file:line: what is wrong`. Links to other machines and to headings are not followed.
 * @param {string} base the project to check
 * @returns {string[]}
 */
export function findLinkProblems(base) {
  return [...projectFiles(base)]
    .filter((path) => path.endsWith('.md'))
    .flatMap((path) =>
      linksOf(readFileSync(join(base, path), 'utf8'))
        .filter(({ target }) => !existsSync(join(base, posix.dirname(path), decodeURIComponent(target))))
        .map(({ target, line }) => `${path}:${line}: ${target} does not exist`),
    )
}

/**
 * The links to files in a text, outside of code.
 * @param {string} text
 */
function linksOf(text) {
  /** @type {{ target: string, line: number }[]} */
  const links = []
  let inCode = false
  for (const [index, line] of text.split('\n').entries()) {
    if (line.startsWith('```')) inCode = !inCode
    if (inCode) continue
    for (const [, link = ''] of line.replace(/`[^`]*`(?!\])/g, '').matchAll(/\]\(([^()\s]+)\)/g)) {
      const target = link.replace(/#.*$/, '')
      if (target !== '' && !/^[a-z]+:/i.test(target)) links.push({ target, line: index + 1 })
    }
  }
  return links
}
