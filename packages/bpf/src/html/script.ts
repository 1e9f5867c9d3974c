/** The page's only script: sorts and filters its tables. It reads no data but the cells. */

/** Constant, so that the page's policy can name it by its hash. */
export const PAGE_SCRIPT = `'use strict';
for (const box of document.querySelectorAll('.table')) {
  const table = box.querySelector('table');
  const body = table.tBodies[0];
  const shown = box.querySelector('.shown');
  const rows = Array.from(body.rows);
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const value = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.sort === undefined ? cell.textContent : Number(cell.dataset.sort);
  };
  const tell = (count) => { shown.textContent = count + ' of ' + rows.length; };
  tell(rows.length);
  box.querySelector('input').addEventListener('input', (event) => {
    const wanted = event.target.value.toLowerCase();
    let count = 0;
    rows.forEach((row, at) => {
      row.hidden = !texts[at].includes(wanted);
      if (!row.hidden) count++;
    });
    tell(count);
  });
  const heads = Array.from(table.tHead.rows[0].cells);
  heads.forEach((head, column) => {
    head.firstElementChild.addEventListener('click', () => {
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
`
