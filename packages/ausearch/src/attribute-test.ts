/** What criteria about an event's attributes are compiled into. */
import type { SearchAttributes } from '@ts-audit/auparse'

/** A test of what was extracted from an event. */
export type AttributeTest = (found: SearchAttributes) => boolean
