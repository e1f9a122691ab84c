import type {CcxtClient} from './CcxtClient.ts';
import type {Quirks} from './quirks.ts';

const NEEDED = [
  'createOrder',
  'cancelOrder',
  'fetchOpenOrders',
  'fetchMyTrades',
  'fetchBalance',
  'fetchOHLCV',
  'fetchTrades',
] as const;

/** Without all of these no order could be followed to its end. @throws RangeError that names what is missing. */
export const checkAbilities = ({id, has}: CcxtClient, {endedOrders, listsFilterById}: Quirks): void => {
  const needed = [...NEEDED, endedOrders, ...(listsFilterById ? [] : ['fetchOrder'])];
  const missing = needed.filter(ability => has[ability] !== true && has[ability] !== 'emulated');
  if (missing.length === 0) return;
  throw new RangeError(`"${id}" cannot be traded on through ccxt: it has no ${missing.join(', ')} there.`);
};
