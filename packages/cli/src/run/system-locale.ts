/** The locale in force, found as the C library finds it: one that is named but not installed is the C locale (spec 01 §7.4). */
import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs'
import { localeId } from '@ts-audit/auparse/time'

/** Where the C library looks without, and after, `LOCPATH` (locale(7)). */
const FOLDER = '/usr/lib/locale'
const ARCHIVE = 'locale-archive'
/** The first word of an archive, as localedef(1) writes it. */
const ARCHIVE_MAGIC = 0xde020109
/** Where the header of an archive says at which byte its names begin, and how many bytes they have. */
const NAMES_OFFSET = 20
const NAMES_LENGTH = 24
const HEADER_BYTES = 28
/** More bytes of names than any archive has: glibc's own, with all its locales, has some 20 KB. */
const MOST_NAME_BYTES = 1 << 24

/** The categories that a program adopts at once; it stays in the C locale when one of them fails (setlocale(3)). */
const CATEGORIES = [
  'LC_CTYPE',
  'LC_NUMERIC',
  'LC_TIME',
  'LC_COLLATE',
  'LC_MONETARY',
  'LC_MESSAGES',
  'LC_PAPER',
  'LC_NAME',
  'LC_ADDRESS',
  'LC_TELEPHONE',
  'LC_MEASUREMENT',
  'LC_IDENTIFICATION',
] as const

/** Environment variables. */
type Variables = Readonly<Record<string, string | undefined>>

/**
 * The id of the locale in force for times: what the variables name, or `C` where the system lacks it, or lacks what they
 * name for another category. `folder` stands for the C library's own.
 */
export function systemLocaleId(variables: Variables, folder = FOLDER): string {
  const id = localeId(variables)
  if (isBuiltIn(id) || /^C[.@]/.test(id)) return 'C'
  const isInstalled = installedLocales(variables['LOCPATH'] ?? '', folder)
  return CATEGORIES.every((category) => isInstalled(nameOf(category, variables), category)) ? id : 'C'
}

function nameOf(category: string, variables: Variables): string {
  return variables['LC_ALL'] || variables[category] || variables['LANG'] || 'C'
}

function isBuiltIn(id: string): boolean {
  return id === 'C' || id === 'POSIX'
}

/** The archive is left out where `LOCPATH` says something; the folder is not. */
function installedLocales(path: string, folder: string): (id: string, category: string) => boolean {
  const folders = [...path.split(':').filter((one) => one !== ''), folder]
  const archived = path === '' ? archivedNames(`${folder}/${ARCHIVE}`) : new Set<string>()
  return (id, category) => {
    if (isBuiltIn(id)) return true
    const parts = partsOf(id)
    if (parts === undefined) return false
    return archived.has(archiveName(parts)) || folders.some((parent) => isInFolder(parent, parts, category))
  }
}

/** A locale's id in parts: `de_DE.ISO-8859-15@euro`. */
interface LocaleParts {
  readonly language: string
  readonly territory: string
  readonly codeset: string
  readonly modifier: string
}

/** Undefined for what is no name of a locale, such as a path. */
function partsOf(id: string): LocaleParts | undefined {
  const match = /^([A-Za-z0-9-]+)(_[A-Za-z0-9-]+)?(?:\.([A-Za-z0-9:_-]+))?(@[A-Za-z0-9=-]+)?$/.exec(id)
  if (match === null) return undefined
  const [, language = '', territory = '', codeset = '', modifier = ''] = match
  return { language, territory, codeset, modifier }
}

/** `UTF-8` is `utf8`, and `8859-1` is `iso88591`. */
function normalised(codeset: string): string {
  const plain = codeset.replace(/[^A-Za-z0-9]/g, '').toLowerCase()
  return /^\d+$/.test(plain) ? `iso${plain}` : plain
}

function archiveName({ language, territory, codeset, modifier }: LocaleParts): string {
  return `${language}${territory}${codeset === '' ? '' : `.${normalised(codeset)}`}${modifier}`
}

/** A folder may be less exact than the id, as long as it is of the same code set. */
function isInFolder(parent: string, parts: LocaleParts, category: string): boolean {
  const { language, territory, codeset, modifier } = parts
  const codesets = codeset === '' ? [''] : [`.${codeset}`, `.${normalised(codeset)}`, '']
  for (const end of new Set([modifier, ''])) {
    for (const middle of new Set([territory, ''])) {
      for (const code of codesets) {
        const folder = `${parent}/${language}${middle}${code}${end}`
        if (!existsSync(`${folder}/${category}`)) continue
        if (codeset === '' || code !== '' || isOfCodeset(folder, codeset)) return true
      }
    }
  }
  return false
}

/** Each file of a locale names the code set it was made for. */
function isOfCodeset(folder: string, codeset: string): boolean {
  try {
    const texts = readFileSync(`${folder}/LC_TIME`, 'latin1').split('\0')
    return texts.some((text) => text !== '' && text.length < 32 && normalised(text) === normalised(codeset))
  } catch {
    return false
  }
}

/** None where there is no archive. */
function archivedNames(path: string): ReadonlySet<string> {
  try {
    const file = openSync(path, 'r')
    try {
      const header = readAt(file, 0, HEADER_BYTES)
      const length = header.readUInt32LE(NAMES_LENGTH)
      if (header.readUInt32LE(0) !== ARCHIVE_MAGIC || length > MOST_NAME_BYTES) return new Set()
      return new Set(readAt(file, header.readUInt32LE(NAMES_OFFSET), length).toString('latin1').split('\0'))
    } finally {
      closeSync(file)
    }
  } catch {
    return new Set()
  }
}

function readAt(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  return bytes.subarray(0, readSync(file, bytes, 0, length, position))
}
