import type {Candle} from '../../core/domain/Candle.ts';
import type {IndicatorSnapshot} from '../Indicator.ts';
import type {Part} from './Part.ts';
import {packNumber, readNumber} from './snapshot.ts';

/**
 * Wilder's directional moves (New Concepts in Technical Trading Systems, 1978), in price units: how far a bar went beyond
 * the high, and the low, of the bar before it. Only the larger of the two counts; an inside bar and a tie are no move.
 */
export class DirectionalMove implements Part {
  /** Of the candle that was given last; NaN for the first one. */
  up = Number.NaN;
  down = Number.NaN;
  #high = Number.NaN;
  #low = Number.NaN;

  update(candle: Candle): void {
    this.peek(candle);
    this.#high = candle.high;
    this.#low = candle.low;
  }

  peek(candle: Candle): void {
    const up = candle.high - this.#high;
    const down = this.#low - candle.low;
    this.up = leading(up, down);
    this.down = leading(down, up);
  }

  snapshot(): IndicatorSnapshot {
    return {high: packNumber(this.#high), low: packNumber(this.#low)};
  }

  restore(snapshot: IndicatorSnapshot): void {
    this.#high = readNumber(snapshot, 'high');
    this.#low = readNumber(snapshot, 'low');
  }
}

const leading = (move: number, other: number): number => {
  if (Number.isNaN(move)) return move;

  return move > other && move > 0 ? move : 0;
};
