// Where Chromium is on this machine.
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

/**
 * @returns {string | undefined} `TS_AUDIT_CHROMIUM`, or the first of the usual names on the path; undefined where there is none, or
 * it is to be none: ''
 */
export function findChromium() {
  const { TS_AUDIT_CHROMIUM: named, PATH = '' } = process.env
  if (named !== undefined) return named === '' ? undefined : named
  return names
    .flatMap((name) => PATH.split(delimiter).map((folder) => join(folder, name)))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}
