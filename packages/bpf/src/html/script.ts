/** The page's only script: sorts and filters its tables, and makes their rows when they are wanted. It reads no data but the cells. */

/** Constant, so that the page's policy can name it by its hash. */
export const PAGE_SCRIPT = `'use strict';
const everything = [];
for (const box of document.querySelectorAll('.table')) {
  const table = box.querySelector('table');
  const body = table.tBodies[0];
  const shown = box.querySelector('.shown');
  const scroll = box.querySelector('.scroll');
  const input = box.querySelector('input');
  const store = box.querySelector('noscript');
  const waiting = store === null ? [] : store.textContent.split('\\n').filter((line) => line.startsWith('<tr'));
  let at = 0;
  let texts;
  const more = (count) => {
    if (at === waiting.length) return;
    body.insertAdjacentHTML('beforeend', waiting.slice(at, at + count).join('\\n'));
    at = Math.min(waiting.length, at + count);
  };
  const all = () => more(waiting.length);
  everything.push(() => {
    all();
    for (const row of body.rows) row.hidden = false;
  });
  const total = body.rows.length + waiting.length;
  const tell = (count) => { shown.textContent = count + ' of ' + total; };
  tell(total);
  scroll.addEventListener('scroll', () => {
    if (scroll.scrollTop + 2 * scroll.clientHeight > scroll.scrollHeight) more(100);
  }, { passive: true });
  const filter = () => {
    all();
    const wanted = input.value.toLowerCase();
    texts ??= new Map(Array.from(body.rows, (row) => [row, row.textContent.toLowerCase()]));
    let count = 0;
    for (const [row, text] of texts) {
      const hides = !text.includes(wanted);
      if (row.hidden !== hides) row.hidden = hides;
      if (!hides) count++;
    }
    tell(count);
  };
  input.addEventListener('input', filter);
  addEventListener('afterprint', () => { if (input.value !== '') filter(); });
  const value = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.sort === undefined ? cell.textContent : Number(cell.dataset.sort);
  };
  const heads = Array.from(table.tHead.rows[0].cells);
  heads.forEach((head, column) => {
    head.firstElementChild.addEventListener('click', () => {
      all();
      const down = head.getAttribute('aria-sort') === 'ascending';
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const sign = down ? -1 : 1;
      const sorted = Array.from(body.rows).sort((a, b) => {
        const left = value(a, column), right = value(b, column);
        return sign * (left < right ? -1 : left > right ? 1 : 0);
      });
      body.append(...sorted);
    });
  });
}
const showAll = () => { for (const show of everything) show(); };
addEventListener('beforeprint', showAll);
const goTo = () => {
  const name = location.hash.slice(1);
  if (name === '') return;
  if (document.getElementById(name) === null) showAll();
  document.getElementById(name)?.scrollIntoView({ block: 'center' });
};
addEventListener('hashchange', goTo);
goTo();
`
