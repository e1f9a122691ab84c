import type {Candle} from '../domain/Candle.ts';
import {type Decimal, ZERO} from '../domain/Decimal.ts';
import type {Market} from '../domain/Market.ts';
import type {AmbiguityPolicy} from './FillSettings.ts';
import {reachOf} from './matchRest.ts';
import type {RestingOrder} from './RestingOrder.ts';

/** Orders that compete for one position: those of a group, or all that reduce from the same side. */
const contestOf = ({intent}: RestingOrder): string =>
  intent.ocoGroup ?? (intent.reduceOnly ? `reduce ${intent.side}` : intent.clientOrderId);

const contestsOf = (orders: readonly RestingOrder[]): readonly RestingOrder[][] => {
  const contests = new Map<string, RestingOrder[]>();
  for (const order of orders) {
    const contest = contests.get(contestOf(order));
    if (contest === undefined) contests.set(contestOf(order), [order]);
    else contest.push(order);
  }

  return [...contests.values()];
};

const levelOf = (order: RestingOrder): Decimal => order.stopPrice ?? order.limitPrice ?? ZERO;

/** Below zero when `a` is the worse price for us; for orders of one side. */
const byPrice = (a: RestingOrder, b: RestingOrder): number => {
  if (levelOf(a) === levelOf(b)) return 0;
  const isLower = levelOf(a) < levelOf(b);

  return isLower === (a.intent.side === 'sell') ? -1 : 1;
};

const stopsFirst = (a: RestingOrder, b: RestingOrder): number =>
  Number(b.intent.type === 'stop') - Number(a.intent.type === 'stop');

const COMPARE: Readonly<Record<AmbiguityPolicy, (a: RestingOrder, b: RestingOrder) => number>> = {
  stop: stopsFirst,
  worst: byPrice,
  best: (a, b) => byPrice(b, a),
};

/** The order in which a bar's range is held against resting orders: as they came, but within a contest as the policy wants. */
export const queueForBar = (orders: readonly RestingOrder[], policy: AmbiguityPolicy): readonly RestingOrder[] =>
  orders.length < 2 ? orders : contestsOf(orders).flatMap(contest => contest.sort(COMPARE[policy]));

/** True when the bar alone cannot tell what happened: an order was perhaps reached, or a stop and its target both were. */
export const isAmbiguous = (orders: readonly RestingOrder[], market: Market, bar: Candle): boolean =>
  contestsOf(orders).some(contest => {
    const reached = contest.map(order => ({type: order.intent.type, reach: reachOf({order, market}, bar)}));
    const surely = (isStop: boolean): boolean =>
      reached.some(({type, reach}) => reach === 'sure' && (type === 'stop') === isStop);

    return reached.some(({reach}) => reach === 'perhaps') || (surely(true) && surely(false));
  });
