import type {Candle} from '../../core/domain/Candle.ts';
import type {IndicatorSnapshot} from '../Indicator.ts';
import type {Part} from './Part.ts';
import {packNumber, readNumber} from './snapshot.ts';

/**
 * Wilder's true range: the bar's range, widened to the close before it. NaN at the first candle, which has no close
 * before it (as in TA-Lib; StockCharts takes high - low there).
 */
export class TrueRange implements Part {
  #previousClose = Number.NaN;

  update(candle: Candle): number {
    const range = this.peek(candle);
    this.#previousClose = candle.close;

    return range;
  }

  peek(candle: Candle): number {
    const close = this.#previousClose;

    return (candle.high > close ? candle.high : close) - (candle.low < close ? candle.low : close);
  }

  snapshot(): IndicatorSnapshot {
    return {previousClose: packNumber(this.#previousClose)};
  }

  restore(snapshot: IndicatorSnapshot): void {
    this.#previousClose = readNumber(snapshot, 'previousClose');
  }
}
