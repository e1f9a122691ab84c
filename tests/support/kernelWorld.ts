import type {AnyEnvelope, EnvelopeOf, EventType, InputDraft} from '../../core/domain/Event.ts';
import type {MarketSpec} from '../../core/domain/Market.ts';
import type {OrderPurpose} from '../../core/domain/Order.ts';
import type {RiskSettings} from '../../core/domain/Settings.ts';
import {Engine, type Step} from '../../core/kernel/Engine.ts';
import type {Mind} from '../../core/kernel/Mind.ts';
import type {Order, Position, State} from '../../core/kernel/State.ts';
import {accountSettings, marketSpec, MINUTE, START, SYMBOL} from './accounts.ts';
import {scriptedMind} from './scriptedMind.ts';

type Options = {
  readonly mind?: Mind;
  readonly risk?: Partial<RiskSettings>;
  readonly spec?: Partial<MarketSpec>;
  readonly isReconciled?: boolean;
};

/** The kernel alone: the test is the market and the venue, and says when each answer comes. */
export class KernelWorld {
  readonly engine: Engine;
  readonly lines: AnyEnvelope[] = [];
  #time = START;
  #executions = 0;

  constructor({mind = scriptedMind(() => 'buy'), risk = {}, spec = {}, isReconciled = true}: Options = {}) {
    this.engine = new Engine(mind);
    this.take({
      type: 'RunStarted',
      data: {
        epoch: 1,
        seed: 1,
        version: '0.0.0',
        commit: 'none',
        configHash: 'none',
        venue: {name: 'script', mode: 'paper', simulated: true, speed: 1},
        markets: [marketSpec(spec)],
        settings: accountSettings(risk),
        orderIdPrefix: 'T-',
        patternMemory: 'disabled',
        resumed: false,
      },
    });
    if (isReconciled) this.reconcile();
  }

  get state(): State {
    return this.engine.state;
  }

  get position(): Position | undefined {
    return this.state.positions.get(SYMBOL);
  }

  take(input: InputDraft): Step {
    const step = this.engine.take(input, this.#time);
    this.lines.push(...step);

    return step;
  }

  reconcile(epoch = 1): Step {
    return this.take({type: 'Reconciled', data: {epoch, openOrders: 0, differences: []}});
  }

  /** The next minute bar; its high and low are those of open and close unless told. */
  candle(close: number, {open = close, high = Math.max(open, close), low = Math.min(open, close)} = {}): Step {
    const candle = {time: this.#time, open, high, low, close, volume: 1_000};
    this.#time += MINUTE;

    return this.take({type: 'CandleClosed', data: {symbol: SYMBOL, timeframe: '1m', candle}});
  }

  price(price: string): Step {
    this.#time += 1_000;

    return this.take({type: 'PriceMoved', data: {symbol: SYMBOL, price}});
  }

  command(name: 'halt' | 'resume' | 'flatten'): Step {
    return this.take({type: 'OperatorCommanded', data: {name, reason: 'test', by: 'test'}});
  }

  accept({intent: {clientOrderId}}: Order): Step {
    return this.take({type: 'OrderAccepted', data: {clientOrderId, venueOrderId: `V${clientOrderId}`}});
  }

  reject({intent: {clientOrderId}}: Order): Step {
    return this.take({type: 'OrderRejected', data: {clientOrderId, code: 'TEST', reason: 'test'}});
  }

  cancel({intent: {clientOrderId}}: Order): Step {
    return this.take({type: 'OrderCanceled', data: {clientOrderId, reason: 'test'}});
  }

  /** The venue does as the last amendment of this order asks. */
  amend({intent: {clientOrderId}}: Order): Step {
    const asked = this.all('AmendRequested').findLast(({data}) => data.clientOrderId === clientOrderId);
    if (asked === undefined) throw new Error(`No amendment of "${clientOrderId}" was asked for.`);

    return this.take({type: 'OrderAmended', data: asked.data});
  }

  fill(order: Order, quantity: string, price: string, executionId = `X${(this.#executions += 1)}`): Step {
    const {clientOrderId, symbol, side} = order.intent;
    const evidence = {kind: 'venue', model: 'test'} as const;

    return this.take({
      type: 'OrderFilled',
      data: {
        ...{clientOrderId, executionId, symbol, side, price, quantity, fee: '0.01', feeAsset: 'USD'},
        ...{liquidity: 'taker', evidence},
      },
    });
  }

  /** The one open order of this purpose. */
  order(purpose: OrderPurpose): Order {
    const found = this.orders(purpose);
    const [order] = found;
    if (order === undefined || found.length > 1) throw new Error(`There are ${found.length} open ${purpose} orders.`);

    return order;
  }

  orders(purpose: OrderPurpose): readonly Order[] {
    return [...this.state.orders.values()].filter(({intent}) => intent.purpose === purpose);
  }

  all<Type extends EventType>(type: Type): readonly EnvelopeOf<Type>[] {
    return ofType(this.lines, type);
  }
}

/** A world that holds 1 unit bought at `price`, its entry done and its bracket accepted by the venue. */
export const holding = (options: Options = {}, quantity = '1', price = '100'): KernelWorld => {
  const world = new KernelWorld({mind: scriptedMind(bar => (bar === 1 ? 'buy' : null)), ...options});
  world.candle(Number(price));
  const entry = world.order('entry');
  world.accept(entry);
  world.fill(entry, quantity, price);
  world.cancel(entry);
  for (const order of [...world.orders('stop'), ...world.orders('target')]) world.accept(order);

  return world;
};

export const ofType = <Type extends EventType>(
  lines: readonly AnyEnvelope[],
  type: Type,
): readonly EnvelopeOf<Type>[] => lines.filter((line): line is EnvelopeOf<Type> & AnyEnvelope => line.type === type);

export const typesOf = (lines: readonly AnyEnvelope[]): readonly EventType[] => lines.map(({type}) => type);
