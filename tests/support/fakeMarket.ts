import type {Candle} from '../../core/domain/Candle.ts';
import type {MarketSpec} from '../../core/domain/Market.ts';

const MINUTE_MS = 60_000;
const STEPS = 8;
/** Share of the price that one step of a bar moves in the mean. */
const STEP_SHARE = 0.00035;
const TREND_BARS = 45;

/** A made-up market for tests of the screen: a seeded walk in minute bars that changes its direction now and then. */
export class FakeMarket {
  readonly spec: MarketSpec;
  #hash: number;
  #time: number;
  #price: number;
  #drift = 0;
  #next: Candle;

  constructor({symbol, price, time, seed}: {symbol: string; price: number; time: number; seed: number}) {
    const [base = '', quote = ''] = symbol.split('/');
    this.spec = {
      symbol,
      base,
      quote,
      kind: 'margin',
      tick: '0.1',
      lot: '0.0001',
      minQuantity: '0.0001',
      minNotional: '5',
      makerFee: '0.0002',
      takerFee: '0.0004',
    };
    this.#hash = seed;
    this.#time = time;
    this.#price = price;
    this.#next = this.#draw();
  }

  /** Takes the bar that forms now as closed, and begins the next one. */
  close(): Candle {
    const closed = this.#next;
    this.#time += MINUTE_MS;
    this.#price = closed.close;
    this.#next = this.#draw();

    return closed;
  }

  /** What is known of the forming bar after `share` of its time. */
  forming(share: number): Candle {
    const {time, open, high, low, close, volume} = this.#next;
    const now = this.#round(open + (close - open) * share);

    return {
      time,
      open,
      high: Math.max(open, now, this.#round(open + (high - open) * share)),
      low: Math.min(open, now, this.#round(open + (low - open) * share)),
      close: now,
      volume: volume * share,
    };
  }

  #draw(): Candle {
    const open = this.#price;
    const path = [open];
    if ((this.#time / MINUTE_MS) % TREND_BARS === 0) this.#drift = (this.#chance() - 0.5) * STEP_SHARE * 0.9;
    for (let step = 0; step < STEPS; step += 1) {
      const last = path.at(-1) ?? open;
      path.push(this.#round(last * (1 + this.#drift + (this.#chance() - 0.5) * 2 * STEP_SHARE)));
    }

    return {
      time: this.#time,
      open,
      high: Math.max(...path),
      low: Math.min(...path),
      close: path.at(-1) ?? open,
      volume: 8 + this.#chance() * 30,
    };
  }

  #round(price: number): number {
    return Math.round(price * 10) / 10;
  }

  #chance(): number {
    this.#hash = (this.#hash + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#hash ^ (this.#hash >>> 15), 1 | this.#hash);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;

    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}
