/** Which rows of a long list are on the screen, by TanStack's virtualizer; lists taller than a browser can show are scaled. */
import { elementScroll, observeElementRect, Virtualizer } from '@tanstack/virtual-core'
import { useEffect, useReducer, useRef } from 'preact/hooks'

/** Browsers cut off elements at about 17 to 33 million pixels. */
const MOST_PIXELS = 8_000_000
const OVERSCAN = 6

/** What a list needs. */
export interface VirtualRows {
  readonly attach: (element: HTMLDivElement | null) => void
  /** Height of all rows, as far as a browser can show it. */
  readonly height: number
  readonly rows: readonly { readonly index: number; readonly top: number }[]
  readonly show: (index: number) => void
  /** Rows that fit on the screen. */
  readonly fitting: number
}

/** Rows of the same height. */
export function useVirtualRows(count: number, rowHeight: number): VirtualRows {
  const [, redraw] = useReducer((number: number) => number + 1, 0)
  const element = useRef<HTMLDivElement | null>(null)
  const scale = useRef(1)
  const made = useRef<Virtualizer<HTMLDivElement, Element> | undefined>(undefined)
  const total = count * rowHeight
  const height = Math.min(total, MOST_PIXELS)
  const viewport = element.current?.clientHeight ?? 0
  scale.current = total > height ? (total - viewport) / Math.max(1, height - viewport) : 1
  const options = {
    count,
    getScrollElement: () => element.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    observeElementRect,
    observeElementOffset: (
      instance: Virtualizer<HTMLDivElement, Element>,
      take: (offset: number, isScrolling: boolean) => void,
    ) => {
      const scrolled = instance.scrollElement
      if (scrolled === null) return
      const tell = (): void => take(scrolled.scrollTop * scale.current, false)
      scrolled.addEventListener('scroll', tell, { passive: true })
      tell()
      return () => scrolled.removeEventListener('scroll', tell)
    },
    scrollToFn: (
      offset: number,
      adjusted: { adjustments?: number; behavior?: ScrollBehavior },
      instance: Virtualizer<HTMLDivElement, Element>,
    ) => elementScroll(offset / scale.current, adjusted, instance),
    onChange: () => redraw(undefined),
  }
  made.current ??= new Virtualizer(options)
  const virtualizer = made.current
  virtualizer.setOptions(options)
  useEffect(() => virtualizer._didMount(), [virtualizer])
  useEffect(() => {
    virtualizer._willUpdate()
  })
  const scrolled = element.current?.scrollTop ?? 0
  const shift = scale.current === 1 ? 0 : scrolled - scrolled * scale.current
  return {
    attach: (next) => {
      element.current = next
    },
    height,
    rows: virtualizer
      .getVirtualItems()
      .filter(({ index }) => index < count)
      .map(({ index, start }) => ({ index, top: start + shift })),
    show: (index) => virtualizer.scrollToIndex(index),
    fitting: Math.max(1, Math.floor(viewport / rowHeight) - 1),
  }
}
