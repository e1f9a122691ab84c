import type {Candle, Timeframe} from '../domain/Candle.ts';
import type {Judgement} from '../domain/Decision.ts';
import type {AnyEnvelope} from '../domain/Event.ts';
import type {State} from './State.ts';

/** A closed candle that waits for an opinion. */
export type Question = {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly candle: Candle;
  readonly state: Readonly<State>;
};

/**
 * The brain as the kernel sees it, so that execution works with any brain.
 * What it knows must be a fold of the lines given to `observe`; then recovery and replay rebuild it by construction.
 */
export interface Mind {
  /** Takes every line of the journal once, in order. Takes no decision. */
  observe(envelope: AnyEnvelope): void;
  /** Judges one closed candle that it has observed. Changes nothing it knows. */
  judge(question: Question): Judgement;
}
