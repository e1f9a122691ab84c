import type {IndicatorSnapshot} from '../Indicator.ts';

/** A piece of an indicator's inner state that can be written down and taken up again. */
export interface Part {
  snapshot(): IndicatorSnapshot;
  /** Takes up a state that `snapshot` gave. Throws if the snapshot has another shape. */
  restore(snapshot: IndicatorSnapshot): void;
}
