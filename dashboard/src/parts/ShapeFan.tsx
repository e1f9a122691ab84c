import type {ReactNode} from 'react';
import type {PatternEvidence} from '../../../core/domain/Decision.ts';

const WIDTH = 360;
const HEIGHT = 72;
const NOW = 220;
const MIDDLE = HEIGHT / 2;
const SMALLEST_MOVE = 1;

/** The present shape, and from its end a fan of what followed the remembered ones: moves in ATR, the mean in bold. */
export const ShapeFan = ({evidence}: {evidence: PatternEvidence}): ReactNode => {
  const {shape, neighbours, expectedMove} = evidence;
  const widest = Math.max(SMALLEST_MOVE, ...neighbours.map(({move}) => Math.abs(move)));
  const fanY = (move: number): number => MIDDLE - (move / widest) * (MIDDLE - 4);

  return (
    <svg className="shape" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label="Present shape and what followed">
      <line className="shape-axis" x1={0} x2={WIDTH} y1={MIDDLE} y2={MIDDLE} />
      <line className="shape-axis" x1={NOW} x2={NOW} y1={0} y2={HEIGHT} />
      {neighbours.map(({id, move}) => (
        <line
          key={id}
          className={move >= 0 ? 'fan-up' : 'fan-down'}
          x1={NOW}
          y1={MIDDLE}
          x2={WIDTH - 4}
          y2={fanY(move)}
        />
      ))}
      <line className="fan-mean" x1={NOW} y1={MIDDLE} x2={WIDTH - 4} y2={fanY(expectedMove)} />
      <polyline className="shape-line" points={pointsOf(shape)} />
    </svg>
  );
};

/** Ends at the middle line, where the fan begins. */
const pointsOf = (shape: readonly number[]): string => {
  const last = shape.at(-1) ?? 0;
  const widest = Math.max(SMALLEST_MOVE, ...shape.map(value => Math.abs(value - last)));
  const step = NOW / Math.max(1, shape.length - 1);

  return shape
    .map((value, index) => {
      const y = MIDDLE - ((value - last) / widest) * (MIDDLE - 4);
      return `${(index * step).toFixed(1)},${y.toFixed(1)}`;
    })
    .join(' ');
};
