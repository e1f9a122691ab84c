import {describeReason} from '../../domain/Decision.ts';
import type {AnyEnvelope, ClosedTrade, EnvelopeOf} from '../../domain/Event.ts';
import type {Step} from '../../kernel/Engine.ts';

/** A closed trade with what was thought and planned when it began. */
export type TradeRecord = ClosedTrade & {
  /** Why it was entered, as a sentence. */
  readonly entryReason: string;
  /** The stable name of that reason, such as `EMA_CROSS`. */
  readonly entryCode: string;
  readonly confidence: number | null;
  readonly regime: string | null;
  /** Levels at the first fill, decimal text. */
  readonly stop: string | null;
  readonly target: string | null;
};

type Entry = Pick<TradeRecord, 'entryReason' | 'entryCode' | 'confidence' | 'regime'>;
type Levels = Pick<TradeRecord, 'stop' | 'target'>;

const UNKNOWN: Entry & Levels = {
  entryReason: 'not by a decision of the brain',
  entryCode: 'NONE',
  confidence: null,
  regime: null,
  stop: null,
  target: null,
};

/** Keeps every trade of a run, with the reason of its entry and its first levels. */
export class TradeBook {
  readonly trades: TradeRecord[] = [];
  readonly #entries = new Map<number, Entry>();
  readonly #levels = new Map<number, Levels>();

  add(step: Step): void {
    for (const envelope of step) this.#addLine(envelope);
  }

  #addLine(envelope: AnyEnvelope): void {
    if (envelope.type === 'DecisionMade') this.#enter(envelope);
    if (envelope.type === 'PositionOpened') {
      const {decision, stop, target} = envelope.data;
      this.#levels.set(decision, {stop, target});
    }
    if (envelope.type === 'PositionClosed') this.#close(envelope.data);
  }

  #enter({seq, data: {verdict, reason, winner, regime}}: EnvelopeOf<'DecisionMade'>): void {
    if (verdict !== 'enter') return;
    this.#entries.set(seq, {
      entryReason: describeReason(reason),
      entryCode: reason.code,
      confidence: winner?.confidence ?? null,
      regime,
    });
  }

  #close(trade: ClosedTrade): void {
    const {decision} = trade;
    this.trades.push({...trade, ...UNKNOWN, ...this.#entries.get(decision), ...this.#levels.get(decision)});
    this.#entries.delete(decision);
    this.#levels.delete(decision);
  }
}
