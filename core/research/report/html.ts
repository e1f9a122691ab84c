/** Pieces of a page, with every text escaped where it enters. */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, sign => ENTITIES[sign] ?? sign);

/** A cell of a table: plain text, or text with a class such as `good` or `bad`. */
export type Cell = string | {readonly text: string; readonly className: string};

type Table = {
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Columns whose cells are texts; the others are numbers and stand to the right. */
  readonly texts?: readonly number[];
};

export const tableHtml = ({head, rows, texts = [0]}: Table): string => {
  const kindOf = (column: number): string => (texts.includes(column) ? 'text' : 'number');
  const headHtml = head.map((cell, column) => `<th class="${kindOf(column)}" scope="col">${escapeHtml(cell)}</th>`);
  const bodyHtml = rows.map(cells => {
    const row = cells.map((cell, column) => {
      const {text, className} = typeof cell === 'string' ? {text: cell, className: ''} : cell;
      return `<td class="${kindOf(column)} ${className}">${escapeHtml(text)}</td>`;
    });
    return `<tr>${row.join('')}</tr>`;
  });

  return `<div class="scroll"><table><thead><tr>${headHtml.join('')}</tr></thead><tbody>${bodyHtml.join('\n')}</tbody></table></div>`;
};

/** Facts by name, as a list. */
export const factsHtml = (facts: readonly (readonly [name: string, value: Cell])[]): string => {
  const items = facts.map(([name, value]) => {
    const {text, className} = typeof value === 'string' ? {text: value, className: ''} : value;
    return `<div><dt>${escapeHtml(name)}</dt><dd class="${className}">${escapeHtml(text)}</dd></div>`;
  });

  return `<dl>${items.join('')}</dl>`;
};

export const sectionHtml = (title: string, ...parts: readonly string[]): string =>
  `<section><h2>${escapeHtml(title)}</h2>${parts.join('\n')}</section>`;

export const noteHtml = (text: string): string => `<p class="note">${escapeHtml(text)}</p>`;

/** Something that the reader must not miss. */
export const warningHtml = (text: string): string => `<p class="warning">${escapeHtml(text)}</p>`;
