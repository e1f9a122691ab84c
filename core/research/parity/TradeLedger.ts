import {toNumber} from '../../domain/Decimal.ts';
import type {AnyEnvelope, ClosedTrade, EnvelopeOf, Execution} from '../../domain/Event.ts';
import type {Step} from '../../kernel/Engine.ts';
import type {State, TradingState} from '../../kernel/State.ts';

export type Fill = Execution & {readonly time: number};

/** A decision with the account that it was taken on. */
export type Decision = EnvelopeOf<'DecisionMade'>['data'] & {
  readonly time: number;
  readonly equity: number;
  /** Held markets, each with its side. */
  readonly holdings: string;
  readonly trading: TradingState;
  /** Code and reason of what stopped trading. */
  readonly stoppedBy: string | null;
};

/** A closed trade with the decision that opened it and every fill of it. */
export type Trade = ClosedTrade & {
  /** `symbol` and the open time of the candle that was decided on: the name that both runs have for it. */
  readonly key: string;
  readonly entryFills: readonly Fill[];
  readonly exitFills: readonly Fill[];
};

export const keyOf = ({symbol, candleTime}: {readonly symbol: string; readonly candleTime: number}): string =>
  `${symbol} ${candleTime}`;

/** What a run decided and traded, so that two runs over the same bars can be laid side by side. */
export class TradeLedger {
  readonly decisions = new Map<string, Decision>();
  readonly trades = new Map<string, Trade>();
  readonly #keys = new Map<number, string>();
  /** Why an entry ended without a fill, by the decision that sent it. */
  readonly unfilled = new Map<string, string>();
  /** Keys by entry order. */
  readonly #entries = new Map<string, string>();
  readonly #open = new Map<string, {entry: Fill[]; exit: Fill[]}>();

  add(step: Step, state: Readonly<State>): void {
    for (const envelope of step) this.#addLine(envelope, state);
  }

  /** Whether an entry of this decision filled and is still held. */
  isOpen(key: string): boolean {
    const decision = this.decisions.get(key);
    const entered = this.#open.get(decision?.symbol ?? '')?.entry[0]?.time;

    return decision !== undefined && entered !== undefined && entered >= decision.time && !this.trades.has(key);
  }

  #addLine(envelope: AnyEnvelope, state: Readonly<State>): void {
    const {type, data, time, seq} = envelope;
    if (type === 'DecisionMade') {
      this.#keys.set(seq, keyOf(data));
      this.decisions.set(keyOf(data), {...data, time, ...accountOf(state)});
    }
    if (type === 'OrderSubmitted' && data.purpose === 'entry')
      this.#entries.set(data.clientOrderId, this.#keys.get(data.decision) ?? '');
    if (type === 'OrderCanceled' || type === 'OrderRejected') this.#end(data.clientOrderId, data.reason);
    if (type === 'OrderFilled') this.#fill({...data, time});
    if (type === 'PositionClosed') this.#close(data);
  }

  #fill(fill: Fill): void {
    const open = this.#open.get(fill.symbol) ?? {entry: [], exit: []};
    this.#open.set(fill.symbol, open);
    open[this.#entries.has(fill.clientOrderId) ? 'entry' : 'exit'].push(fill);
  }

  #end(clientOrderId: string, reason: string): void {
    const key = this.#entries.get(clientOrderId);
    const isFilled = [...this.#open.values()].some(({entry}) =>
      entry.some(fill => fill.clientOrderId === clientOrderId),
    );
    if (key !== undefined && !isFilled && !this.trades.has(key)) this.unfilled.set(key, reason);
  }

  #close(trade: ClosedTrade): void {
    const key = this.#keys.get(trade.decision) ?? `${trade.symbol} line ${trade.decision}`;
    const {entry, exit} = this.#open.get(trade.symbol) ?? {entry: [], exit: []};
    this.#open.delete(trade.symbol);
    this.trades.set(key, {...trade, key, entryFills: entry, exitFills: exit});
  }
}

const accountOf = ({equity, positions, trading}: Readonly<State>) => ({
  equity: toNumber(equity.current),
  holdings: [...positions.values()]
    .map(({symbol, quantity}) => `${quantity > 0n ? 'long' : 'short'} ${symbol}`)
    .sort()
    .join(', '),
  trading: trading.state,
  stoppedBy: trading.code === null ? null : `${trading.code}: ${trading.reason}`,
});
