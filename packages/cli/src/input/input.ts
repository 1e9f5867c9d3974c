/** Where records come from (spec 01 §2.2). */

/** The chosen input. */
export type Input = FileInput | { readonly kind: 'stdin'; readonly descriptor: number }

/** An input that has a name. */
export type FileInput =
  | { readonly kind: 'file'; readonly path: string }
  /** A log and its rotated files; `files`, newest first, where it is known which are to be read. */
  | { readonly kind: 'set'; readonly base: string; readonly files?: readonly string[] }
  /** Several, read in the order of their first events. */
  | { readonly kind: 'several'; readonly inputs: readonly SavedInput[] }

/** One file, or one log. */
export type SavedInput = Extract<FileInput, { kind: 'file' | 'set' }>
