/** The absolute form of a file name in an event, for csv and text (spec 03 §7). */
import type { InterpretContext } from '../context.ts'
import { escapeText } from '../escape/escape-mode.ts'
import { unquote } from './hex.ts'

const LONGEST_PATH = 4096

/**
 * The path a raw `name` value stands for when the working directory is the raw value `cwd` (of the event's last CWD
 * record; undefined without one). Its `..` are taken out as the reference takes them out, which is not how a file
 * system would: a second one in a row, and one at the end, do nothing. Escaped as the context says.
 */
export function realPath(value: string, cwd: string | undefined, context: InterpretContext): string {
  const name = unquote(value)
  return escapeText(
    context.escape,
    cwd === undefined ? name : normalisePath(absolutePath(name, unquote(cwd))),
  )
}

function absolutePath(name: string, cwd: string): string {
  return name.startsWith('/') ? name : `${cwd}/${name}`
}

/** Takes `.`, `..` and doubled slashes out of a path that holds `..` somewhere; other paths stay as they are. */
export function normalisePath(path: string): string {
  if (!path.includes('..') || path.startsWith('.')) return path
  const built = new PathBuffer()
  for (const piece of path.split('/')) {
    if (piece === '' || piece === '.') continue
    if (piece === '..') built.stepBack()
    else if (!built.append(piece)) break
  }
  return built.text
}

/** A path being built in place: what lies after the write position stays until something is written over it. */
class PathBuffer {
  #pieces = ''
  #position = 0

  get text(): string {
    return this.#pieces
  }

  /** Moves to just after the slash before the position; if it stands there already, it does not move. */
  stepBack(): void {
    this.#position = this.#position === 0 ? 0 : this.#pieces.lastIndexOf('/', this.#position - 1) + 1
  }

  /** Writes a piece and ends the path after it; false when it would become too long. */
  append(piece: string): boolean {
    const kept = this.#pieces.slice(0, this.#position)
    const slash = kept.endsWith('/') ? '' : '/'
    const fits = kept.length + slash.length + piece.length < LONGEST_PATH
    this.#pieces = fits ? `${kept}${slash}${piece}` : kept
    this.#position = this.#pieces.length
    return fits
  }
}
