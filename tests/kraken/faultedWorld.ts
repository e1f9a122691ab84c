import type {AccountReport, BrokerListener, IBrokerAdapter} from '../../brokers/IBrokerAdapter.ts';
import type {ExchangeOrder, Execution as VenueExecution} from '../../brokers/simulator/engine/orders.ts';
import type {Fault} from '../../brokers/simulator/faults/Fault.ts';
import {Random} from '../../brokers/simulator/flow/Random.ts';
import {add, type Decimal, decimal, ZERO} from '../../core/domain/Decimal.ts';
import type {Execution} from '../../core/domain/Event.ts';
import type {OrderIntent} from '../../core/domain/Order.ts';
import type {OrderReport} from '../../core/domain/OrderReport.ts';
import {openAdapter} from '../ccxt/openAdapter.ts';
import {VirtualKraken} from './VirtualKraken.ts';

/** What can go wrong with one order's messages. */
const orderFaults = (add: string, cancel: string): readonly (readonly Fault[])[] => [
  [{name: 'drop-ack', how: 'reset', call: add}],
  [{name: 'drop-ack', how: 'hang', call: add}],
  [{name: 'drop-request', how: 'reset', call: add}],
  [{name: 'drop-request', how: 'hang', call: add}],
  [{name: 'delay', forMs: 1_500, where: 'before', call: add}],
  [{name: 'delay', forMs: 6_000, where: 'before', call: add}],
  [{name: 'delay', forMs: 1_500, where: 'after', call: add}],
  [{name: 'early-events', call: add}],
  [{name: 'amnesia', forMs: 5_000, call: add}],
  [
    {name: 'amnesia', forMs: 6_500, call: add},
    {name: 'drop-ack', how: 'reset', call: add},
  ],
  [{name: 'refuse', error: 'EService:Unavailable', call: add}],
  [{name: 'refuse', error: 'EOrder:Rate limit exceeded', call: add}],
  [{name: 'drop-request', how: 'hang', call: cancel}],
  [{name: 'drop-ack', how: 'hang', call: cancel}],
  [{name: 'bad-gateway', reaches: true, call: 'OpenOrders'}],
  [{name: 'bad-gateway', reaches: false, call: 'TradesHistory'}],
  [{name: 'rate-limit', call: 'ClosedOrders'}],
];

/** What costs the whole connection. */
const LINK_FAULTS: readonly (readonly Fault[])[] = [
  [{name: 'sequence-gap', channel: 'executions'}],
  [{name: 'duplicate-execution'}],
  [{name: 'token-expiry', afterMs: 0}],
  [{name: 'disconnect', sockets: 'private', afterMs: 0}],
  [{name: 'disconnect', sockets: 'all', afterMs: 0}],
  [{name: 'silence', forMs: 8_000, pongs: false, afterMs: 0}],
];

export type FaultedRun = {
  readonly orders: number;
  readonly fills: number;
  readonly faults: number;
  readonly virtualSeconds: number;
  /** By how they ended, or are known to have never been. */
  readonly ends: Readonly<Record<string, number>>;
  /** Why orders were refused, by code. */
  readonly refusals: Readonly<Record<string, number>>;
  /** Everything in which the venue and what was told of it differ: none, if all is well. */
  readonly differences: readonly string[];
};

type Options = {
  readonly adapter?: keyof typeof ADAPTERS;
  readonly seed: number;
  readonly orders: number;
};

const SYMBOL = 'SOL/USD';
const QUANTITY = '0.3';
/** Orders that are sent together. */
const BATCH = 8;
/** Chance that a fault comes with an order, and that one comes with a batch. */
const ORDER_SHARE = 0.3;
const LINK_SHARE = 0.05;

type Adapter = {
  readonly open: (venue: VirtualKraken) => Promise<IBrokerAdapter>;
  readonly orderFaults: readonly (readonly Fault[])[];
  readonly linkFaults: readonly (readonly Fault[])[];
  /** Most time between two steps of the market, ms. */
  readonly everyMs: number;
};

const ADAPTERS = {
  kraken: {
    open: async venue => venue.krakenBroker(),
    orderFaults: orderFaults('add_order', 'cancel_order'),
    linkFaults: LINK_FAULTS,
    everyMs: 12_000,
  },
  /** Its questions are rationed, so it gets more time. */
  ccxt: {
    open: venue => openAdapter(venue),
    orderFaults: orderFaults('AddOrder', 'CancelOrder'),
    linkFaults: [[{name: 'bad-gateway', reaches: false, call: 'OpenOrders', times: 6}]],
    everyMs: 60_000,
  },
} as const satisfies Record<string, Adapter>;

const ENDS: ReadonlySet<string> = new Set(['rejected', 'canceled', 'absent']);

/** Sends many orders, several in flight at any time, to a venue that keeps failing, and holds what was told against what really was. */
export const runFaulted = async ({adapter = 'kraken', seed, orders}: Options): Promise<FaultedRun> => {
  const venue = new VirtualKraken({seed, balances: {USD: '10000000', SOL: '100000'}});
  const random = new Random(`${seed} faulted`);
  const told = new Told();
  const {open, everyMs, ...faulty}: Adapter = ADAPTERS[adapter];
  const broker = await open(venue);
  venue.move(100, 1);
  await venue.time.during(broker.markets([SYMBOL]));
  await venue.time.during(broker.connect(told));
  const ids = Array.from({length: orders}, (_, index) => `o${index}`);
  for (let first = 0; first < orders; first += BATCH) {
    // As the risk layer has it: nothing is entered while the venue cannot be heard.
    await venue.time.until('the venue is heard', () => !told.isLost);
    for (const id of ids.slice(first, first + BATCH)) {
      if (random.uniform() < ORDER_SHARE) strike(venue, pick(faulty.orderFaults, random));
      broker.submit(drawOrder(id, random));
      if (random.uniform() < 0.4) broker.cancel(ids[Math.floor(random.uniform() * (first + BATCH))] ?? id);
      await venue.time.advance(random.uniform() * 20);
    }
    if (random.uniform() < LINK_SHARE) strike(venue, pick(faulty.linkFaults, random));
    for (let step = 0; step < 3; step += 1) {
      venue.move(Math.round(9_800 + random.uniform() * 400) / 100, 1);
      await venue.time.advance(random.uniform() * everyMs);
    }
  }
  venue.simulation.faults.clear();
  await settle(venue, broker, told, ids);
  const {faults} = venue.simulation;
  venue.close();

  return {
    orders,
    fills: told.executions.length,
    faults: faults.struck.length,
    virtualSeconds: Math.round(venue.time.clock.monotonic() / 1_000),
    ends: countEnds(told, ids),
    refusals: told.codes,
    differences: differencesOf(venue, told, ids),
  };
};

const strike = (venue: VirtualKraken, faults: readonly Fault[]): void => {
  for (const fault of faults) venue.simulation.faults.add(fault);
};

const pick = <Item>(items: readonly Item[], random: Random): Item => {
  const item = items[Math.floor(random.uniform() * items.length)];
  if (item === undefined) throw new Error('There is nothing to pick from.');

  return item;
};

const drawOrder = (clientOrderId: string, random: Random): OrderIntent => {
  const side = random.uniform() < 0.5 ? 'buy' : 'sell';
  const draw = random.uniform();
  const [near, far] = side === 'buy' ? ['100.5', '97'] : ['99.5', '103'];

  return {
    clientOrderId,
    symbol: SYMBOL,
    side,
    ...(draw < 0.3 ? {type: 'market'} : {type: 'limit', limitPrice: draw < 0.7 ? near : far}),
    quantity: QUANTITY,
    reduceOnly: false,
    purpose: 'entry',
    strategy: 'faulted',
    decision: 1,
  };
};

/** Everything that was told, by order. */
class Told implements BrokerListener {
  readonly kinds = new Map<string, OrderReport['kind'][]>();
  readonly executions: Execution[] = [];
  isLost = false;
  readonly #filled = new Map<string, Decimal>();

  onOrder(report: OrderReport): void {
    const id = report.kind === 'filled' ? report.execution.clientOrderId : report.clientOrderId;
    const kinds = this.kinds.get(id) ?? [];
    kinds.push(report.kind);
    this.kinds.set(id, kinds);
    if (report.kind === 'rejected') this.codes[report.code] = (this.codes[report.code] ?? 0) + 1;
    if (report.kind !== 'filled') return;
    this.executions.push(report.execution);
    this.#filled.set(id, add(this.filled(id), decimal(report.execution.quantity)));
  }

  readonly codes: Record<string, number> = {};

  filled(id: string): Decimal {
    return this.#filled.get(id) ?? ZERO;
  }

  /** How the order ended, or `open`. */
  end(id: string): string {
    const last = this.kinds.get(id)?.at(-1) ?? 'nothing told';
    if (this.filled(id) === decimal(QUANTITY)) return 'filled';

    return ENDS.has(last) ? last : 'open';
  }

  onTrade(): void {}
  onDisplayTrade(): void {}
  onCandle(): void {}

  onFeed(): void {}

  onAccount({kind}: AccountReport): void {
    this.isLost = kind === 'lost';
  }

  onEnd(): void {}

  settle(): null {
    return null;
  }
}

/** Without faults everything must come to its end. */
const settle = async (venue: VirtualKraken, broker: IBrokerAdapter, told: Told, ids: readonly string[]) => {
  const isOver = (): boolean => ids.every(id => told.end(id) !== 'open');
  await venue.time.advance(60_000);
  for (const id of ids) if (told.end(id) === 'open') broker.cancel(id);
  for (let minute = 0; minute < 60 && !isOver(); minute += 1) await venue.time.advance(60_000);
  await venue.time.advance(60_000);
  await venue.time.during(broker.account());
  await venue.time.during(broker.stop());
};

const countEnds = (told: Told, ids: readonly string[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const id of ids) counts[told.end(id)] = (counts[told.end(id)] ?? 0) + 1;

  return counts;
};

const differencesOf = (venue: VirtualKraken, told: Told, ids: readonly string[]): readonly string[] => {
  const {truth} = venue.simulation.exchange;
  const orders = new Map(ids.map(id => [id, [] as Readonly<ExchangeOrder>[]]));
  for (const order of truth.orders(venue.simulation.account))
    orders.get(order.request.clientOrderId ?? '')?.push(order);

  return [
    ...differencesOfFills(truth.executionsOf(venue.simulation.account), told.executions),
    ...ids.flatMap(id => differencesOfOrder(id, orders.get(id) ?? [], told)),
  ];
};

const differencesOfFills = (truth: readonly VenueExecution[], told: readonly Execution[]): readonly string[] => {
  const heard = new Map<string, Execution[]>();
  for (const execution of told)
    heard.set(execution.executionId, [...(heard.get(execution.executionId) ?? []), execution]);
  const real = new Set(truth.map(({id}) => id));

  return [
    ...told.flatMap(({executionId}) => (real.has(executionId) ? [] : [`fill ${executionId} was told and never was`])),
    ...truth.flatMap(fill => {
      const [first, ...more] = heard.get(fill.id) ?? [];
      if (first === undefined) return [`fill ${fill.id} of ${fill.clientOrderId} is lost`];
      if (more.length > 0) return [`fill ${fill.id} of ${fill.clientOrderId} was told ${more.length + 1} times`];
      const isSame =
        decimal(first.price) === fill.price &&
        decimal(first.quantity) === fill.quantity &&
        decimal(first.fee) === fill.fee &&
        first.clientOrderId === fill.clientOrderId;

      return isSame ? [] : [`fill ${fill.id} was told as another one`];
    }),
  ];
};

const differencesOfOrder = (id: string, real: readonly Readonly<ExchangeOrder>[], told: Told): readonly string[] => {
  const end = told.end(id);
  const [order] = real;
  if (real.length > 1) return [`${id} was sent ${real.length} times`];
  if (end === 'open') return [`${id} has not come to an end: ${told.kinds.get(id)?.join(' ')}`];
  if (order === undefined) return end === 'filled' ? [`${id} is filled and never was an order`] : [];
  if (end === 'rejected' || told.kinds.get(id)?.includes('absent') === true)
    return [`${id} was said never to have been and was an order`];
  if (order.filled !== told.filled(id)) return [`${id} has filled another quantity than was told`];

  return order.status === end ? [] : [`${id} is ${order.status} and was told to be ${end}`];
};
