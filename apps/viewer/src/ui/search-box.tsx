/** The one box: options of ausearch, an expression, or a text; offers what can come next. */
import { useSignal, useSignalEffect } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { Completion } from '../query/complete.ts'
import { change, found, mistake, search, searching, view, worker } from '../state.ts'

export function SearchBox() {
  const text = useSignal(view.value.query)
  const offers = useSignal<readonly Completion[]>([])
  const active = useSignal(-1)
  const asked = useRef(0)
  const input = useRef<HTMLInputElement>(null)
  // Going back changes it, too.
  useSignalEffect(() => {
    text.value = view.value.query
  })

  const close = (): void => {
    asked.current++
    offers.value = []
    active.value = -1
  }
  const offer = async (): Promise<void> => {
    const number = ++asked.current
    const { value = '', selectionStart } = input.current ?? {}
    const answers = await worker.complete(value, selectionStart ?? value.length)
    if (number !== asked.current) return
    offers.value = answers
    active.value = -1
  }
  const take = ({ text: added, start, end }: Completion): void => {
    const before = text.value
    text.value = before.slice(0, start) + added + before.slice(end)
    close()
    requestAnimationFrame(() => {
      input.current?.focus()
      input.current?.setSelectionRange(start + added.length, start + added.length)
      void offer()
    })
  }
  const run = (): void => {
    close()
    const query = text.value.trim()
    if (query === view.value.query) void search()
    else change({ query })
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const { length } = offers.value
    if (event.key === 'Escape' && length > 0) close()
    else if (event.key === 'ArrowDown' && length > 0) active.value = (active.value + 1) % length
    else if (event.key === 'ArrowUp' && length > 0) active.value = (active.value + length - 1) % length
    else if ((event.key === 'Enter' || event.key === 'Tab') && active.value >= 0) {
      const picked = offers.value[active.value]
      if (picked !== undefined) take(picked)
    } else if (event.key === 'ArrowDown') void offer()
    else return
    event.preventDefault()
  }
  const wrong = mistake.value
  const isShown = offers.value.length > 0
  return (
    <form
      class="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault()
        run()
      }}
    >
      <label for="query">Search</label>
      <div class="box">
        <input
          ref={input}
          id="query"
          type="text"
          spellcheck={false}
          autocomplete="off"
          autocapitalize="off"
          role="combobox"
          aria-expanded={isShown}
          aria-controls="offers"
          aria-autocomplete="list"
          aria-activedescendant={active.value >= 0 ? `offer-${active.value}` : undefined}
          aria-invalid={wrong !== undefined}
          aria-describedby={wrong === undefined ? undefined : 'mistake'}
          placeholder="-m USER_LOGIN -sv no -ts today   or   uid == 0 && exe i= /usr/bin/su   or   any text"
          value={text.value}
          onInput={({ currentTarget }) => {
            text.value = currentTarget.value
            void offer()
          }}
          onKeyDown={onKeyDown}
          onBlur={() => setTimeout(close, 150)}
        />
        <ul id="offers" role="listbox" aria-label="What can come next" hidden={!isShown}>
          {offers.value.map((each, number) => (
            <li
              key={`${each.text}${number}`}
              id={`offer-${number}`}
              role="option"
              aria-selected={number === active.value}
              onPointerDown={(event) => {
                event.preventDefault()
                take(each)
              }}
            >
              <b>{each.text}</b> <span>{each.meaning}</span>
            </li>
          ))}
        </ul>
      </div>
      <button type="submit">Find</button>
      <p class="answer" role="status">
        {wrong !== undefined ? (
          <span id="mistake" class="mistake">
            {wrong.end > wrong.start && view.value.query !== '' && (
              <mark>{view.value.query.slice(wrong.start, wrong.end)}</mark>
            )}{' '}
            {wrong.message}
          </span>
        ) : searching.value !== undefined && searching.value.of > 0 ? (
          `searching: ${Math.floor((searching.value.done / searching.value.of) * 100)} %`
        ) : (
          found.value?.remark
        )}
      </p>
    </form>
  )
}
