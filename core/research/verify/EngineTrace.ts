import type {Candle} from '../../domain/Candle.ts';
import type {AnyEnvelope, EventType} from '../../domain/Event.ts';
import type {Step} from '../../kernel/Engine.ts';
import {playRecordings, type Play} from '../playRecordings.ts';
import type {BarRecording} from '../changeBars.ts';
import {wrapSource} from '../wrapSource.ts';

/** A line that the engine wrote, with the number of bars that it had been handed by then. */
export type TraceLine = {readonly seen: number; readonly envelope: AnyEnvelope};

/** An entry that filled: the bars of its market that had been handed over when it was decided and when it filled. */
export type EntryFill = {
  readonly symbol: string;
  readonly decidedAt: number;
  readonly filledAt: number;
  readonly decisionTime: number;
  readonly price: number;
  /** The latest bar of its market by then: the only evidence that there can be. */
  readonly evidence: Candle;
};

export type EngineTrace = {readonly lines: readonly TraceLine[]; readonly fills: readonly EntryFill[]};

/** What a run decided, sent and got; the rest is input. */
const TRACED: ReadonlySet<EventType> = new Set([
  'DecisionMade',
  'OrderDenied',
  'OrderSubmitted',
  'OrderAccepted',
  'OrderFilled',
  'OrderRejected',
  'OrderCanceled',
  'PositionOpened',
  'StopTrailed',
  'PositionClosed',
  'TradingHalted',
  'TradingReduced',
]);

export type EnginePlay = Pick<Play, 'loaded' | 'settings' | 'historyBars' | 'makeBroker'>;

/** Plays bars through the whole engine and keeps what it did, and when. Both sides may be traded. */
export const traceEngine = async (recordings: readonly BarRecording[], play: EnginePlay): Promise<EngineTrace> => {
  const recorder = new TraceRecorder();
  await playRecordings({
    ...play,
    recordings,
    kind: 'margin',
    wrapSource: source => wrapSource(source, {onBar: (symbol, candle) => recorder.hand(symbol, candle)}),
    onTaken: step => recorder.add(step),
  });

  return recorder;
};

type Decision = {readonly seen: number; readonly time: number};

class TraceRecorder implements EngineTrace {
  readonly lines: TraceLine[] = [];
  readonly fills: EntryFill[] = [];
  readonly #handed = new Map<string, {count: number; latest: Candle}>();
  readonly #decisions = new Map<number, Decision>();
  readonly #entries = new Map<string, Decision>();
  #seen = 0;

  hand(symbol: string, latest: Candle): void {
    this.#seen += 1;
    this.#handed.set(symbol, {count: (this.#handed.get(symbol)?.count ?? 0) + 1, latest});
  }

  add(step: Step): void {
    for (const envelope of step) if (TRACED.has(envelope.type)) this.#addLine(envelope);
  }

  #addLine(envelope: AnyEnvelope): void {
    this.lines.push({seen: this.#seen, envelope});
    const {type, data, seq} = envelope;
    if (type === 'DecisionMade') {
      this.#decisions.set(seq, {seen: this.#handed.get(data.symbol)?.count ?? 0, time: data.candleTime});
    }
    if (type === 'OrderSubmitted' && data.purpose === 'entry') {
      const decision = this.#decisions.get(data.decision);
      if (decision !== undefined) this.#entries.set(data.clientOrderId, decision);
    }
    if (type === 'OrderFilled') this.#addFill(data.clientOrderId, data.symbol, Number(data.price));
  }

  #addFill(clientOrderId: string, symbol: string, price: number): void {
    const entry = this.#entries.get(clientOrderId);
    const handed = this.#handed.get(symbol);
    if (entry === undefined || handed === undefined) return;
    this.fills.push({
      symbol,
      price,
      decidedAt: entry.seen,
      decisionTime: entry.time,
      filledAt: handed.count,
      evidence: handed.latest,
    });
  }
}
