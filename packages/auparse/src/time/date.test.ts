/** Expected texts come from the C library: strftime(3) with %x of glibc 2.36 on Debian. */
import { describe, expect, test } from 'vitest'
import { formatDate } from './date.ts'
import { localTime } from './local-time.ts'
import { localeId, timeLocale } from './locale.ts'
import { UTC } from './zone.ts'

const SECONDS = [0, 1_574_867_053, 1_700_000_000, 951_782_400, 4_102_444_799]

function utf8(latin1: string): string {
  return new TextDecoder().decode(Uint8Array.from(latin1, (char) => char.charCodeAt(0)))
}

describe('%x', () => {
  test.each<[locale: string, expected: readonly string[]]>([
    ['C', ['01/01/70', '11/27/19', '11/14/23', '02/29/00', '12/31/99']],
    ['POSIX', ['01/01/70', '11/27/19', '11/14/23', '02/29/00', '12/31/99']],
    ['C.UTF-8', ['01/01/70', '11/27/19', '11/14/23', '02/29/00', '12/31/99']],
    ['de_DE.UTF-8', ['01.01.1970', '27.11.2019', '14.11.2023', '29.02.2000', '31.12.2099']],
    ['en_US.UTF-8', ['01/01/1970', '11/27/2019', '11/14/2023', '02/29/2000', '12/31/2099']],
    ['en_GB.UTF-8', ['01/01/70', '27/11/19', '14/11/23', '29/02/00', '31/12/99']],
    ['fr_FR.UTF-8', ['01/01/1970', '27/11/2019', '14/11/2023', '29/02/2000', '31/12/2099']],
    ['sv_SE.UTF-8', ['1970-01-01', '2019-11-27', '2023-11-14', '2000-02-29', '2099-12-31']],
    [
      'ja_JP.UTF-8',
      ['1970年01月01日', '2019年11月27日', '2023年11月14日', '2000年02月29日', '2099年12月31日'],
    ],
    // An unknown id is the C locale.
    ['xx_YY.UTF-8', ['01/01/70', '11/27/19', '11/14/23', '02/29/00', '12/31/99']],
    ['../../etc', ['01/01/70', '11/27/19', '11/14/23', '02/29/00', '12/31/99']],
  ])('%s', (locale, expected) => {
    const formats = timeLocale(locale)
    const dates = SECONDS.map((seconds) => utf8(formatDate(localTime(seconds, UTC)!, formats)))
    expect(dates).toEqual(expected)
  })
})

describe('the locale in force for times', () => {
  test.each([
    [{}, 'C'],
    [{ LANG: 'de_DE.UTF-8' }, 'de_DE.UTF-8'],
    [{ LANG: 'de_DE.UTF-8', LC_TIME: 'ja_JP.UTF-8' }, 'ja_JP.UTF-8'],
    [{ LANG: 'de_DE.UTF-8', LC_TIME: 'ja_JP.UTF-8', LC_ALL: 'C' }, 'C'],
    [{ LANG: 'de_DE.UTF-8', LC_TIME: '', LC_ALL: '' }, 'de_DE.UTF-8'],
  ])('%j', (variables, expected) => {
    expect(localeId(variables)).toBe(expected)
  })
})
