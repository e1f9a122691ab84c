const BETWEEN = '  ';

type Align = 'left' | 'right';

/** Rows as lines with their columns under one another; columns are left-aligned unless `align` says otherwise. */
export const table = (rows: readonly (readonly string[])[], align: readonly Align[] = []): string[] => {
  const widths = widthsOf(rows);

  return rows.map(row =>
    row
      .map((cell, column) => pad(cell, widths[column] ?? 0, align[column] ?? 'left'))
      .join(BETWEEN)
      .trimEnd(),
  );
};

const widthsOf = (rows: readonly (readonly string[])[]): number[] => {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, visibleLength(cell));
    });
  }

  return widths;
};

const pad = (cell: string, width: number, align: Align): string => {
  const blanks = ' '.repeat(Math.max(0, width - visibleLength(cell)));

  return align === 'left' ? cell + blanks : blanks + cell;
};

// eslint-disable-next-line no-control-regex
const COLOUR = /\x1b\[\d+m/g;

const visibleLength = (text: string): number => text.replace(COLOUR, '').length;
