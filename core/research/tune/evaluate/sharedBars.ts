import {BarColumns, COLUMN_NAMES} from '../../../runtime/data/BarColumns.ts';
import type {BarRecording} from '../../changeBars.ts';

/** A recording as it is handed to threads: its bars lie in memory that all of them see. */
export type SharedRecording = Omit<BarRecording, 'file'> & {
  readonly file: Omit<BarRecording['file'], 'columns'>;
  readonly columns: readonly SharedArrayBuffer[];
};

/** Copies the bars once into shared memory. */
export const shareBars = ({file: {columns, ...file}, ...recording}: BarRecording): SharedRecording => ({
  ...recording,
  file,
  columns: COLUMN_NAMES.map((_, index) => {
    const shared = new SharedArrayBuffer(columns.rows * Float64Array.BYTES_PER_ELEMENT);
    new Float64Array(shared).set(columns.column(index).subarray(0, columns.rows));
    return shared;
  }),
});

/** The recording on the shared memory; nothing is copied or parsed. */
export const openShared = ({columns, file, ...recording}: SharedRecording): BarRecording => ({
  ...recording,
  file: {
    ...file,
    columns: new BarColumns(
      columns.map(buffer => new Float64Array(buffer)),
      file.rows,
    ),
  },
});
