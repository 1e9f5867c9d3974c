/** What criteria about an event's attributes are compiled into. */
import type { SearchAttributes } from '@ts-audit/auparse/search'

/** A test of what was extracted from an event. */
export type AttributeTest = (found: SearchAttributes) => boolean
