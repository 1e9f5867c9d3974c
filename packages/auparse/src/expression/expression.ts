/** What a search expression says, as a tree (spec 06 §B2, ausearch-expression(5)). */

/** How the value of a field is compared. */
export type ValueOperator = '==' | '!==' | '<' | '<=' | '>' | '>='

/** Fields that no record holds: the event's stamp, and the number of the record's type. */
export type VirtualField = 'timestamp' | 'timestamp_ex' | 'record_type'

/** A search expression. All texts are latin1: one character per byte. Made by {@link parseExpression}. */
export type Expression =
  /** True when one of the operands is; they are evaluated from left to right, no further than needed. */
  | { readonly kind: 'any'; readonly operands: readonly Expression[] }
  /** True when all operands are; looked at from left to right, no further than needed. */
  | { readonly kind: 'all'; readonly operands: readonly Expression[] }
  | { readonly kind: 'not'; readonly operand: Expression }
  | TextComparison
  | AccountComparison
  | StampComparison
  | TypeComparison
  /** A virtual field has no text, so comparing it is always false. */
  | { readonly kind: 'text of virtual field'; readonly field: VirtualField }
  /** A POSIX extended regular expression that the record text must contain. */
  | { readonly kind: 'regexp'; readonly pattern: string }

/** `r=`, `r!=`, `i=` and `i!=`: the first field of that name, as written or interpreted; false without one. */
export interface TextComparison {
  readonly kind: 'text'
  readonly field: string
  readonly form: 'raw' | 'interpreted'
  /** True for `r!=` and `i!=`. */
  readonly differs: boolean
  readonly value: string
}

/** A user or group id against a number from 0 to 4294967295; false without the field. */
export interface AccountComparison {
  readonly kind: 'account'
  readonly field: string
  readonly operator: ValueOperator
  readonly id: number
}

/** The event's stamp against another; with a serial number for `timestamp_ex`. */
export interface StampComparison {
  readonly kind: 'stamp'
  readonly operator: ValueOperator
  /** Since 1970; a bigint beyond 2^53 - 1. */
  readonly seconds: number | bigint
  /** 0 to 999. */
  readonly milliseconds: number
  readonly serial: number | undefined
}

/** The number of the record's type against another. */
export interface TypeComparison {
  readonly kind: 'record type'
  readonly operator: ValueOperator
  readonly type: number
}
