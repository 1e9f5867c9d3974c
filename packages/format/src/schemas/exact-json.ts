/** JSON with integers that JavaScript's numbers cannot hold. */
import { jsonText } from '../json/json-strings.ts'

/** An object as JSON, its bigints as integers. */
export function exactJson(value: object): string {
  return holdsInteger(value) ? written(value) : jsonText(value)
}

function written(value: unknown): string {
  if (typeof value === 'bigint' || typeof value === 'number' || value === null) return `${value}`
  if (typeof value === 'string') return jsonText(value)
  if (Array.isArray(value)) return `[${value.map(written).join(',')}]`
  const members = Object.entries(value as object).map(
    ([name, member]) => `${jsonText(name)}:${written(member)}`,
  )
  return `{${members.join(',')}}`
}

function holdsInteger(value: unknown): boolean {
  if (typeof value === 'bigint') return true
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some(holdsInteger)
}
