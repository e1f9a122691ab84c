import type {ReactNode} from 'react';

export type CurveProps = {
  readonly label: string;
  readonly values: readonly number[];
  readonly height: number;
  readonly kind: 'line' | 'area';
};

const WIDTH = 360;

/** A plain line over equally spaced values, fitted to its own range; `area` hangs from the top, for losses. */
export const Curve = ({label, values, height, kind}: CurveProps): ReactNode => {
  const points = pathOf(thin(values), height, kind);

  return (
    <svg
      className={`curve curve-${kind}`}
      viewBox={`0 0 ${WIDTH} ${height}`}
      height={height}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <path d={kind === 'area' ? `M0,0L${points}L${WIDTH},0Z` : `M${points}`} vectorEffect="non-scaling-stroke" />
    </svg>
  );
};

const pathOf = (values: readonly number[], height: number, kind: CurveProps['kind']): string => {
  const low = kind === 'area' ? Math.min(0, ...values) : Math.min(...values);
  const high = kind === 'area' ? 0 : Math.max(...values);
  const range = high - low || 1;
  const step = WIDTH / Math.max(1, values.length - 1);

  return values
    .map((value, index) => `${(index * step).toFixed(1)},${(1 + ((high - value) / range) * (height - 2)).toFixed(1)}`)
    .join('L');
};

/** One value a pixel is all that can be seen; the last one always stays. */
const thin = (values: readonly number[]): readonly number[] => {
  const stride = Math.ceil(values.length / WIDTH);

  return stride <= 1 ? values : values.filter((_, index) => (values.length - 1 - index) % stride === 0);
};
