/** Values of an answer as JSON and text: nothing is rounded, and no byte is lost. */
import type { Value } from '../engine.ts'

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

/**
 * A value for JSON: integers beyond 2^53 are strings of digits, bytes are base64, times are ISO 8601 in UTC, and what JSON
 * has no number for is its name.
 */
export function jsonValue(value: Value | undefined): Json {
  switch (typeof value) {
    case 'undefined':
      return null
    case 'bigint': {
      const number = Number(value)
      return Number.isSafeInteger(number) ? number : String(value)
    }
    case 'number':
      return Number.isFinite(value) ? value : String(value)
    case 'object':
      return value === null ? null : objectValue(value)
    default:
      return value
  }
}

function objectValue(value: Exclude<Value, string | number | bigint | boolean | null>): Json {
  if (value instanceof Date) return timeText(value)
  if (value instanceof Uint8Array) return base64(value)
  if (isList(value)) return value.map(jsonValue)
  // A map has no prototype to be reached by what a log or a statement calls a member.
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, jsonValue(member)]))
}

function isList(value: object): value is readonly Value[] {
  return Array.isArray(value)
}

/** A value as it stands in a cell; nothing for null. Lists and structures are JSON. */
export function cellText(value: Value | undefined): string {
  if (value === null || value === undefined) return ''
  const json = typeof value === 'bigint' ? String(value) : jsonValue(value)
  return typeof json === 'string' ? json : JSON.stringify(json)
}

/** Beyond the dates that JavaScript has, nothing is said. */
function timeText(time: Date): string {
  return Number.isNaN(time.getTime()) ? 'invalid' : time.toISOString()
}

const CHUNK = 0x8000

function base64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += CHUNK)
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK))
  return btoa(text)
}
