/** Rows as plain values. */

/**
 * Rows to insert, column by column, as `table.columns` has them. A null value is null or undefined.
 * See ScalarType for what the values are; a list is an array, a structure an array of its members.
 */
export interface ColumnBatch {
  readonly rowCount: number
  readonly columns: readonly (readonly unknown[])[]
}
