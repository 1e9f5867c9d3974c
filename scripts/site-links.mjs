// Finds links in the pages of a static site to files that are not in it.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'

/**
 * Every link to a file that is not there, as `page: link`. Links to other hosts and to headings are not followed.
 * @param {string} site its folder
 * @returns {string[]}
 */
export function findSiteProblems(site) {
  return readdirSync(site, { recursive: true, encoding: 'utf8' })
    .filter((page) => page.endsWith('.html'))
    .flatMap((page) => {
      const targets = new Set(linksOf(readFileSync(join(site, page), 'utf8')))
      return [...targets]
        .filter((target) => !existsSync(join(site, posix.dirname(page), target)))
        .map((target) => `${page}: ${target}`)
    })
}

/**
 * The files that a page names. What stands in its scripts is no link.
 * @param {string} html
 */
function linksOf(html) {
  const text = html.replace(/<script\b[^>]*>[\s\S]*?<\/script>/g, (script) =>
    script.slice(0, script.indexOf('>') + 1),
  )
  return [...text.matchAll(/<[a-z][^>]*?\s(?:href|src)="([^"]*)"/g)].flatMap(([, link = '']) => {
    const target = link.replace(/[?#].*$/, '').replaceAll('&amp;', '&')
    return target === '' || /^(?:[a-z]+:|\/\/)/i.test(target) ? [] : [decodeURIComponent(target)]
  })
}
