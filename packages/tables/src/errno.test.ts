import { constants } from 'node:os'
import { expect, test } from 'vitest'
import { errnoName, errnoNumber, errnos, errorText } from './errno.ts'

test.each([
  [1, 'EPERM', 'Operation not permitted'],
  [11, 'EAGAIN', 'Resource temporarily unavailable'],
  [13, 'EACCES', 'Permission denied'],
  [35, 'EDEADLK', 'Resource deadlock avoided'],
  [133, 'EHWPOISON', 'Memory page has hardware error'],
  [0, undefined, 'Success'],
  [41, undefined, 'Unknown error 41'],
  [134, undefined, 'Unknown error 134'],
  [-5, undefined, 'Unknown error -5'],
])('error %i', (number, name, text) => {
  expect(errnoName(number)).toBe(name)
  expect(errorText(number)).toBe(text)
})

test.each([
  ['EACCES', 13],
  ['eacces', 13],
  ['EWOULDBLOCK', 11],
  ['EDEADLOCK', 35],
  ['ENOTSUP', undefined],
  ['-EACCES', undefined],
  ['hasOwnProperty', undefined],
])('%s is %s', (name, number) => {
  expect(errnoNumber(name)).toBe(number)
})

test.runIf(process.platform === 'linux')(
  'the numbers agree with those of this Linux where it knows the name [needs Linux]',
  () => {
    const known = errnos().filter((row) => row.name in constants.errno)
    expect(known.length).toBeGreaterThan(70)
    for (const row of known) expect(constants.errno[row.name as 'EPERM']).toBe(row.number)
  },
)
