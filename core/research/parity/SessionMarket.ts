import type {MarketListener, MarketSource} from '../../../brokers/MarketSource.ts';
import {MarketPlayer} from '../../../brokers/MarketPlayer.ts';
import type {Candle, Timeframe} from '../../domain/Candle.ts';
import type {VenueIdentity} from '../../domain/Event.ts';
import type {MarketSpec} from '../../domain/Market.ts';
import {nodeClock, nodeTimers} from '../../runtime/clock.ts';
import type {Session, SessionEvent} from './Session.ts';

type Command = Extract<SessionEvent, {kind: 'command'}>;

/** Plays the bars of a session again, as fast as it can, with the operator's commands where they came. */
export class SessionMarket implements MarketSource {
  readonly identity: VenueIdentity = {name: 'parity', mode: 'paper', simulated: true, speed: null};
  readonly #session: Session;
  readonly #onCommand: (command: Command) => Promise<void>;
  #player: MarketPlayer | null = null;
  #next = 0;

  constructor(session: Session, onCommand: (command: Command) => Promise<void>) {
    this.#session = session;
    this.#onCommand = onCommand;
  }

  now(): number {
    return this.#player?.now ?? this.#session.events[0]?.time ?? 0;
  }

  async markets(symbols: readonly string[]): Promise<readonly MarketSpec[]> {
    return this.#session.run.markets.filter(({symbol}) => symbols.includes(symbol));
  }

  async history(symbol: string, _timeframe: Timeframe, count: number): Promise<readonly Candle[]> {
    return this.#session.history.get(symbol)?.slice(-count) ?? [];
  }

  async start(listener: MarketListener): Promise<void> {
    const tape = {
      nextTime: () => this.#session.events[this.#next]?.time ?? null,
      deliver: () => this.#deliver(listener),
      onEnd: () => listener.onEnd(),
    };
    this.#player = new MarketPlayer({tape, from: this.now(), speed: null, clock: nodeClock, timers: nodeTimers});
    this.#player.start();
  }

  async stop(): Promise<void> {
    this.#player?.stop();
  }

  #deliver(listener: MarketListener): Promise<void> | null {
    const event = this.#session.events[this.#next];
    this.#next += 1;
    if (event === undefined) return null;

    return event.kind === 'bar'
      ? listener.onBar(event.symbol, this.#session.base, event.candle)
      : this.#onCommand(event);
  }
}
