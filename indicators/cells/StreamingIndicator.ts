import type {Candle} from '../../core/domain/Candle.ts';
import type {Indicator, IndicatorSnapshot} from '../Indicator.ts';
import {at} from './at.ts';
import type {Part} from './Part.ts';
import {pack, readNumbers, readPart} from './snapshot.ts';

/**
 * What all our indicators share: the output arrays, and a snapshot made of the snapshots of their parts.
 * `update` and `peek` stay in the indicator itself, so that each call site in them sees one class only.
 */
export abstract class StreamingIndicator implements Indicator {
  readonly outputs: readonly string[];
  readonly firstIndex: number;
  readonly values: Float64Array;
  readonly forming: Float64Array;

  constructor(firstIndex: number, outputs: readonly string[] = ['value']) {
    this.outputs = outputs;
    this.firstIndex = firstIndex;
    this.values = new Float64Array(outputs.length).fill(Number.NaN);
    this.forming = new Float64Array(outputs.length).fill(Number.NaN);
  }

  protected abstract readonly parts: Readonly<Record<string, Part>>;

  abstract update(candle: Candle): void;

  abstract peek(candle: Candle): Float64Array;

  /** Outputs turn from NaN to numbers together, so the first speaks for all. */
  get isWarm(): boolean {
    return !Number.isNaN(at(this.values, 0));
  }

  snapshot(): IndicatorSnapshot {
    const parts = Object.entries(this.parts).map(([name, part]) => [name, part.snapshot()] as const);

    return {values: pack(this.values), parts: Object.fromEntries(parts)};
  }

  restore(snapshot: IndicatorSnapshot): void {
    readNumbers(snapshot, 'values', this.values);
    const parts = readPart(snapshot, 'parts');
    for (const [name, part] of Object.entries(this.parts)) part.restore(readPart(parts, name));
  }
}
