import type {ReactNode} from 'react';
import type {PatternEvidence} from '../../../core/domain/Decision.ts';

const WIDTH = 360;
const HEIGHT = 72;
const NOW = 220;
const MIDDLE = HEIGHT / 2;
const SMALLEST_MOVE = 1;

/** The present shape feature by feature, and beside it a fan of what followed the remembered ones: moves in ATR, the mean dashed. */
export const ShapeFan = ({evidence}: {evidence: PatternEvidence}): ReactNode => {
  const {shape, neighbours, expectedMove} = evidence;
  const widest = Math.max(SMALLEST_MOVE, ...neighbours.map(({move}) => Math.abs(move)));
  const fanY = (move: number): number => MIDDLE - (move / widest) * (MIDDLE - 4);

  return (
    <svg
      className="shape"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label="Present shape and what followed"
    >
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
      {barsOf(shape).map(bar => (
        <rect key={bar.x} className="shape-bar" {...bar} />
      ))}
    </svg>
  );
};

/** One bar a feature, from the middle line; features are standardised, so they share a scale. */
const barsOf = (shape: readonly number[]) => {
  const widest = Math.max(SMALLEST_MOVE, ...shape.map(Math.abs));
  const step = (NOW - 8) / Math.max(1, shape.length);

  return shape.map((value, index) => {
    const height = (Math.abs(value) / widest) * (MIDDLE - 4);
    return {x: index * step, y: value > 0 ? MIDDLE - height : MIDDLE, width: step - 3, height};
  });
};
