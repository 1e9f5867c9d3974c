/**
 * What a field is: a row of the tables in this folder, which declare once what a report holds. The comment above a row is
 * its documentation, shown by editors and in the README. The types of the report, its JSON Schema, its tables and the
 * headings of its columns are derived from the rows.
 */

/**
 * The values of each kind of field. How they look is said by `schema.ts` and `table.ts` in `report/`, and by `columns.ts`
 * in `views/` and in `html/`.
 */
export interface KindValues {
  /** Text of the log, latin1. */
  readonly text: string
  readonly texts: readonly string[]
  /** A word of this project, not of the log. */
  readonly word: string
  readonly words: readonly string[]
  /** A whole number from 0. */
  readonly count: number
  /** A whole number from 1. */
  readonly ordinal: number
  readonly integer: number
  readonly ids: readonly number[]
  /** Milliseconds since 1970-01-01 UTC. */
  readonly time: number
  /** Milliseconds. */
  readonly duration: number
  /** The same where it may be below 0, as the clock can be set back. */
  readonly span: number
  /** A number of a user; 4294967295 is the kernel's "unset". */
  readonly user: number
  /** A login session; 4294967295 is the kernel's "unset". */
  readonly session: number
  /** The id of an event as the log writes it: `seconds.milliseconds:serial`. */
  readonly event: string
  readonly events: readonly string[]
  readonly flag: boolean
  /** True or absent. */
  readonly mark: true
}

export type SimpleKind = keyof KindValues

interface Row {
  /** Whether it is always there. */
  readonly required?: true
  /** Its heading in the views; default its name. */
  readonly heading?: string
  /** Its heading on the page. */
  readonly title?: string
  /** How the page shows it: as a long name, as a time to the second, or as a number that is left out when 0. */
  readonly look?: 'name' | 'date' | 'rare'
}

/** A field that holds a value. */
export interface SimpleField extends Row {
  readonly kind: SimpleKind
  /** The only words a `word` or `words` can be. */
  readonly values?: readonly string[]
  /** More keywords of JSON Schema. */
  readonly limits?: Readonly<Record<string, number | string>>
  /** Paths that views and tables read it from, the first that is known; default its own. */
  readonly from?: readonly string[]
}

/** A field that holds fields. */
export interface GroupField extends Row {
  readonly kind: 'object' | 'objects'
  readonly fields: Fields
  /** Which of them are columns of a table, and under which name; default all, under their own. */
  readonly columns?: Readonly<Record<string, string>>
}

export type Field = SimpleField | GroupField

/** A table of fields, by name. */
export type Fields = Readonly<Record<string, Field>>

type ValueOf<Of> = Of extends { readonly kind: 'object'; readonly fields: infer Inner }
  ? Values<Inner>
  : Of extends { readonly kind: 'objects'; readonly fields: infer Inner }
    ? readonly Values<Inner>[]
    : Of extends { readonly kind: 'word'; readonly values: readonly (infer Word)[] }
      ? Word
      : Of extends { readonly kind: 'words'; readonly values: readonly (infer Word)[] }
        ? readonly Word[]
        : Of extends { readonly kind: infer Kind extends SimpleKind }
          ? KindValues[Kind]
          : never

/** The values of a table's fields, as an object has them. */
export type Values<Table> = {
  readonly [Name in keyof Table as Table[Name] extends { readonly required: true } ? Name : never]: ValueOf<
    Table[Name]
  >
} & {
  readonly [Name in keyof Table as Table[Name] extends { readonly required: true } ? never : Name]?: ValueOf<
    Table[Name]
  >
}

/** The names of a table's fields, of those inside others as `load.time`. */
export type FieldPath<Table> = {
  [Name in keyof Table & string]: Table[Name] extends {
    readonly kind: 'object'
    readonly fields: infer Inner
  }
    ? `${Name}.${keyof Inner & string}`
    : Name
}[keyof Table & string]

/** Some rows of a table. */
export function pick<Table extends Fields, Name extends keyof Table>(
  table: Table,
  names: readonly Name[],
): Pick<Table, Name> {
  return Object.fromEntries(names.map((name) => [name, table[name]])) as Pick<Table, Name>
}
