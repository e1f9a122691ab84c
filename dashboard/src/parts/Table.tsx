import type {ReactNode} from 'react';

export type Column<Row> = {
  readonly title: string;
  readonly isNumber?: boolean;
  readonly cell: (row: Row) => ReactNode;
};

export type TableProps<Row> = {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string | number;
};

/** A table whose rows become labelled blocks where the page is narrow, so that nothing scrolls sideways. */
export const Table = <Row,>({label, columns, rows, keyOf}: TableProps<Row>): ReactNode => (
  <table className="table" aria-label={label}>
    <thead>
      <tr>
        {columns.map(({title, isNumber}) => (
          <th key={title} scope="col" className={isNumber === true ? 'number' : undefined}>
            {title}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map(row => (
        <tr key={keyOf(row)}>
          {columns.map(({title, isNumber, cell}) => (
            <td key={title} data-label={title} className={isNumber === true ? 'number' : undefined}>
              {cell(row)}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);
