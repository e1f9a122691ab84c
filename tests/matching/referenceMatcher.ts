/**
 * The fill model a second time, written from its rules alone and as simply as they can be said: prices are whole ticks, quantities
 * whole lots, an order is one plain record, a bar is two steps. It shares no code with the real one, which must agree with it.
 */

export type Policy = 'stop' | 'worst' | 'best';

export type Terms = {
  readonly ticksPerUnit: number;
  readonly lotsPerUnit: number;
  /** In millionths of the notional. */
  readonly makerFee: number;
  readonly takerFee: number;
  readonly halfSpreadBps: number;
  readonly slippageBps: number;
  readonly impact: number;
  readonly share: number;
  readonly policy: Policy;
};

/** Prices in ticks, volume in lots. */
export type TickBar = {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
};

/** `price` is the limit or the trigger, or the worst price of a market order. */
export type Plan = {
  readonly id: string;
  readonly side: 'buy' | 'sell';
  readonly type: 'market' | 'limit' | 'stop';
  readonly lots: number;
  readonly price: number | null;
  readonly reduceOnly: boolean;
  readonly group: string | null;
  readonly postOnly: boolean;
  /** The bar before which it is sent; orders with `after` are sent when that order first fills instead. */
  readonly before: number;
  readonly after: string | null;
};

type Live = Plan & {
  size: number;
  filled: number;
  /** Index of the bar in which it came, and the price there; -1 before that bar began. */
  readonly bornIn: number;
  readonly bornInside: boolean;
  readonly bornAt: number | null;
  rests: boolean;
  triggered: boolean;
  gone: boolean;
};

/** Everything that happened, one line each, and the bars that could not tell. */
export type Outcome = {readonly events: readonly string[]; readonly ambiguousBars: number};

const NEAR = 1e-7;
const up = (value: number): number => Math.ceil(value - NEAR);
const down = (value: number): number => Math.floor(value + NEAR);

/** Plays the bars with the planned orders through the rules of the fill model. */
export const referenceRun = (bars: readonly TickBar[], plans: readonly Plan[], terms: Terms): Outcome => {
  const events: string[] = [];
  const sent = new Set<string>();
  let orders: Live[] = [];
  let position = 0;
  let last: number | null = null;
  let ambiguousBars = 0;
  // What the bar in play still gives, and where in it we are.
  let [index, inside, used, isInBar] = [0, false, 0, false];

  const closable = (side: string): number => Math.max(0, side === 'sell' ? position : -position);
  const isStop = (order: Plan): boolean => order.type === 'stop';
  const sign = ({side}: Plan): number => (side === 'buy' ? 1 : -1);

  /** Rule 3: the price that a taker gets around a raw one, in ticks, rounded against us. */
  const shifted = (order: Plan, raw: number, cost: number): number => {
    const price = raw + sign(order) * cost;
    return Math.max(1, order.side === 'buy' ? up(price) : down(price));
  };
  const quote = (order: Plan, raw: number): number => shifted(order, raw, (raw * terms.halfSpreadBps) / 10_000);
  const taken = (order: Plan, raw: number, lots: number, bar: TickBar): number => {
    const sigma = (bar.high - bar.low) / Math.sqrt(4 * Math.log(2));
    const impact = terms.impact * sigma * Math.sqrt(lots / bar.volume);
    return shifted(
      order,
      raw,
      (raw * terms.halfSpreadBps) / 10_000 + Math.max((raw * terms.slippageBps) / 10_000, impact),
    );
  };

  /** No worse for us than the order's own price. */
  const within = (order: Plan, price: number): boolean =>
    order.price === null || sign(order) * (price - order.price) <= 0;
  /** Rule 5: touched. Rule 4: one tick beyond. */
  const reached = (order: Plan, price: number): boolean =>
    isStop(order) ? !within(order, price) || price === order.price : within(order, price + sign(order));

  const goneBy = (order: Live, what: string): void => {
    order.gone = true;
    orders = orders.filter(each => each !== order);
    events.push(`${what} ${order.id}`);
  };

  const send = (plan: Plan): void => {
    sent.add(plan.id);
    if (plan.reduceOnly && closable(plan.side) === 0) return void events.push(`rejected ${plan.id}`);
    const order = {...plan, size: plan.lots, filled: 0, bornIn: isInBar ? index : -1, bornInside: inside, bornAt: last};
    if (plan.postOnly && last !== null && within(plan, quote(plan, last)))
      return void events.push(`rejected ${plan.id}`);
    orders.push({...order, rests: false, triggered: false, gone: false});
    events.push(`accepted ${plan.id}`);
  };

  const available = (order: Live, bar: TickBar): number => {
    const left = order.size - order.filled;
    return Math.min(
      order.reduceOnly ? Math.min(left, closable(order.side)) : left,
      down(terms.share * bar.volume - used),
    );
  };

  const fill = (order: Live, price: number, lots: number, liquidity: 'maker' | 'taker'): void => {
    const rate = liquidity === 'maker' ? terms.makerFee : terms.takerFee;
    const fee = (price * lots * rate) / (terms.ticksPerUnit * terms.lotsPerUnit * 1e6);
    const figures = `${lots / terms.lotsPerUnit} @ ${price / terms.ticksPerUnit}`;
    order.filled += lots;
    position += sign(order) * lots;
    used += lots;
    if (inside) last = price;
    events.push(`filled ${order.id} ${order.side} ${figures} ${liquidity} fee ${fee}`);
    if (order.filled >= order.size) {
      order.gone = true;
      orders = orders.filter(each => each !== order);
    }
    for (const other of orders.filter(each => each.group !== null && each.group === order.group && each !== order)) {
      other.size -= lots;
      if (other.size <= other.filled || (order.gone && !order.reduceOnly)) goneBy(other, 'canceled');
      else events.push(`amended ${other.id} to ${other.size / terms.lotsPerUnit}`);
    }
    for (const other of orders.filter(each => each.reduceOnly && closable(each.side) === 0)) goneBy(other, 'canceled');
  };

  const take = (order: Live, raw: number, bar: TickBar): void => {
    const lots = available(order, bar);
    if (lots <= 0) return;
    const price = taken(order, raw, lots, bar);
    if (isStop(order) || within(order, price)) fill(order, price, lots, 'taker');
  };

  /** A limit order meets the market for the first time; true when that was all that happens to it here. */
  const arrives = (order: Live, raw: number, bar: TickBar): boolean => {
    if (!within(order, quote(order, raw))) {
      order.rests = true;
      return false;
    }
    const lots = available(order, bar);
    if (order.postOnly) goneBy(order, 'rejected');
    else if (lots > 0) {
      order.rests = true;
      const price = taken(order, raw, lots, bar);
      fill(order, within(order, price) ? price : (order.price ?? price), lots, 'taker');
      return true;
    }
    return order.postOnly;
  };

  /** Rules 1, 3, 4, 5: the open is held against what was there before it. */
  const playOpen = (order: Live, bar: TickBar): void => {
    if (order.type === 'market' || order.triggered) return take(order, bar.open, bar);
    if (isStop(order)) {
      if (!reached(order, bar.open)) return;
      order.triggered = true;
      return take(order, bar.open, bar);
    }
    if (!order.rests) return void arrives(order, bar.open, bar);
    const lots = available(order, bar);
    if (reached(order, bar.open) && lots > 0) fill(order, bar.open, lots, 'maker');
  };

  const isEntryBar = (order: Live): boolean => order.bornIn === index && order.bornInside;
  const extreme = (order: Plan, bar: TickBar): number =>
    (order.side === 'buy') === isStop(order) ? bar.high : bar.low;

  /** Rule 6: of the bar in which an order came, only the close is surely later. */
  const proven = (order: Live, bar: TickBar): 'yes' | 'maybe' | 'no' => {
    if (order.type === 'market' || order.triggered || !reached(order, extreme(order, bar))) return 'no';
    return !isEntryBar(order) || reached(order, bar.close) ? 'yes' : 'maybe';
  };
  /** Rule 7: in doubt against us, unless the best case is asked for. */
  const assumed = (order: Live, bar: TickBar): boolean => {
    const proof = proven(order, bar);
    return proof === 'maybe' ? isStop(order) !== (terms.policy === 'best') : proof === 'yes';
  };

  const playInside = (order: Live, bar: TickBar): void => {
    if (order.type === 'market' || order.triggered) return;
    const start = order.bornIn === index && order.bornAt !== null ? order.bornAt : bar.open;
    if (isStop(order)) {
      if (!assumed(order, bar)) return;
      order.triggered = true;
      const trigger = order.price ?? start;
      return take(order, order.side === 'buy' ? Math.max(trigger, start) : Math.min(trigger, start), bar);
    }
    if (!order.rests && !isEntryBar(order) && arrives(order, start, bar)) return;
    const wasThere = order.rests || !within(order, quote(order, start));
    if (wasThere) order.rests = true;
    const lots = assumed(order, bar) ? available(order, bar) : 0;
    if (lots <= 0) return;
    order.rests = true;
    fill(order, order.price ?? start, lots, wasThere ? 'maker' : 'taker');
  };

  /** Orders that compete for one position stand together; within them the policy says who is first. */
  const contests = (): Live[][] => {
    const name = (order: Live): string => order.group ?? (order.reduceOnly ? `reduce ${order.side}` : order.id);
    const names = [...new Set(orders.map(name))];
    const worseFirst = (a: Live, b: Live): number => sign(b) * ((b.price ?? 0) - (a.price ?? 0));
    return names.map(each => {
      const members = orders.filter(order => name(order) === each);
      if (terms.policy === 'stop') return [...members.filter(isStop), ...members.filter(order => !isStop(order))];
      return members.sort(terms.policy === 'worst' ? worseFirst : (a, b) => worseFirst(b, a));
    });
  };
  const cannotTell = (bar: TickBar): boolean =>
    contests().some(members => {
      const sure = members.filter(order => proven(order, bar) === 'yes');
      return (
        members.some(order => proven(order, bar) === 'maybe') ||
        (sure.some(isStop) && sure.some(order => !isStop(order)))
      );
    });

  const sendFollowers = (): boolean => {
    const filled = (id: string): boolean => events.some(event => event.startsWith(`filled ${id} `));
    const due = plans.filter(({id, after}) => after !== null && !sent.has(id) && filled(after));
    const before = orders.length;
    for (const plan of due) send(plan);
    return orders.length > before;
  };

  bars.forEach((bar, at) => {
    for (const plan of plans) if (plan.after === null && plan.before === at) send(plan);
    [index, inside, used, isInBar, last] = [at, false, 0, true, bar.open];
    for (const order of [...orders]) if (!order.gone) playOpen(order, bar);
    sendFollowers();
    inside = true;
    let wasCounted = false;
    do {
      const isUnclear: boolean = cannotTell(bar);
      if (isUnclear && !wasCounted) ambiguousBars += 1;
      wasCounted ||= isUnclear;
      for (const order of contests().flat()) if (!order.gone) playInside(order, bar);
    } while (sendFollowers());
    [isInBar, inside, last] = [false, false, bar.close];
  });

  return {events, ambiguousBars};
};
