import type {Candle, Timeframe} from '../../domain/Candle.ts';
import {TIMEFRAME_MS} from '../../domain/Candle.ts';
import type {AnyEnvelope, EnvelopeOf, InputDraft} from '../../domain/Event.ts';
import {evolve} from '../../kernel/evolve.ts';
import {emptyState} from '../../kernel/State.ts';
import {readLines} from '../../runtime/readLines.ts';
import {TradeLedger} from './TradeLedger.ts';

type RunStarted = EnvelopeOf<'RunStarted'>['data'];

/** Something that happened to the session from outside and happens to its backtest too, in the order of the journal. */
export type SessionEvent =
  | {readonly kind: 'bar'; readonly time: number; readonly symbol: string; readonly candle: Candle}
  | {
      readonly kind: 'command';
      readonly time: number;
      readonly command: EnvelopeOf<'OperatorCommanded'>['data'];
    };

/** Why nobody decided on a bar of the session. */
export type Blind = 'restart' | 'gap';

/** A paper session as its journal has it: what it was told, and what it made of it. */
export type Session = {
  readonly run: RunStarted;
  readonly base: Timeframe;
  /** Bars before the first start, by market. */
  readonly history: ReadonlyMap<string, readonly Candle[]>;
  readonly events: readonly SessionEvent[];
  /** Bars that the session did not decide on, by `symbol time` of the decision's timeframe. */
  readonly blind: ReadonlyMap<string, Blind>;
  readonly imported: InputDraft | null;
  readonly ledger: TradeLedger;
  readonly restarts: number;
  /** Line at which the settings changed and the comparison therefore ends; null when they never did. */
  readonly settingsChangedAt: number | null;
  readonly lines: number;
};

/** Reads a session up to the first change of its settings. @throws Error where the journal holds no paper session of bars. */
export const readSession = async (
  directory: string,
  onLine: (envelope: AnyEnvelope) => void = () => undefined,
): Promise<Session> => {
  const reading = new Reading();
  for await (const envelope of readLines(directory)) {
    onLine(envelope);
    if (!reading.take(envelope)) break;
  }

  return reading.finish(directory);
};

class Reading {
  readonly #state = emptyState();
  readonly #ledger = new TradeLedger();
  readonly #history = new Map<string, Candle[]>();
  readonly #events: SessionEvent[] = [];
  readonly #blind = new Map<string, Blind>();
  #run: RunStarted | null = null;
  #base: Timeframe | null = null;
  #imported: InputDraft | null = null;
  #restarts = -1;
  #settingsChangedAt: number | null = null;
  #lines = 0;

  /** False once the comparison must end. */
  take(envelope: AnyEnvelope): boolean {
    if (envelope.type === 'RunStarted' && !this.#begin(envelope)) return false;
    this.#lines += 1;
    evolve(this.#state, envelope);
    this.#ledger.add([envelope], this.#state);
    if (envelope.type === 'CandleClosed') this.#addBar(envelope);
    if (envelope.type === 'OperatorCommanded')
      this.#events.push({kind: 'command', time: envelope.time, command: envelope.data});
    if (envelope.type === 'PatternsImported') this.#imported = {type: envelope.type, data: envelope.data};

    return true;
  }

  finish(directory: string): Session {
    if (this.#run === null || this.#base === null)
      throw new Error(`The journal in "${directory}" has no session with closed candles yet.`);

    return {
      run: this.#run,
      base: this.#base,
      history: this.#history,
      events: this.#events,
      blind: this.#blind,
      imported: this.#imported,
      ledger: this.#ledger,
      restarts: this.#restarts,
      settingsChangedAt: this.#settingsChangedAt,
      lines: this.#lines,
    };
  }

  #begin({seq, data}: EnvelopeOf<'RunStarted'>): boolean {
    const said = ({settings, markets}: RunStarted): string => JSON.stringify([settings, markets]);
    if (this.#run !== null && said(this.#run) !== said(data)) {
      this.#settingsChangedAt = seq;
      return false;
    }
    this.#run ??= data;
    this.#restarts += 1;

    return true;
  }

  #addBar({time, data}: EnvelopeOf<'CandleClosed'>): void {
    const {symbol, timeframe, candle, history, suspect} = data;
    this.#base ??= timeframe;
    const isWarmUp = history === true && this.#restarts === 0;
    const blind = history === true ? 'restart' : suspect === true ? 'gap' : null;
    if (blind !== null && !isWarmUp && timeframe === this.#run?.settings.timeframe)
      this.#blind.set(`${symbol} ${candle.time}`, blind);
    if (timeframe !== this.#base) return;
    if (isWarmUp) this.#historyOf(symbol).push(candle);
    else this.#events.push({kind: 'bar', time: Math.max(time, candle.time + TIMEFRAME_MS[timeframe]), symbol, candle});
  }

  #historyOf(symbol: string): Candle[] {
    const history = this.#history.get(symbol) ?? [];
    this.#history.set(symbol, history);

    return history;
  }
}
