import {decimal, type Decimal} from '../../core/domain/Decimal.ts';
import type {AnyEnvelope} from '../../core/domain/Event.ts';
import {ofType} from '../support/kernelWorld.ts';
import type {Truth} from '../support/exchange.ts';

/** What went wrong, one readable line each. */
export type Judgement = {
  /** Orders and fills of the exchange that the bot does not know, and the other way round. */
  readonly lost: readonly string[];
  readonly duplicate: readonly string[];
};

/**
 * Holds a bot's journal against the ledger of the exchange. `heard` is what the exchange had when the bot last agreed with
 * it: what it fills later, perhaps while the bot stops, the bot hears of at its next start.
 */
export const judge = (
  lines: readonly AnyEnvelope[],
  truth: Truth,
  heard: Pick<Truth, 'executions'> = truth,
): Judgement => ({
  lost: [
    ...strangeOrders(lines, truth),
    ...missingOrders(lines, truth),
    ...unheardFills(lines, heard),
    ...differingFills(lines, truth),
  ],
  duplicate: [...repeatedIds(truth), ...repeatedFills(lines), ...repeatedEntries(lines, truth)],
});

/** Everything at the exchange has an intent that was durable before it left. */
const strangeOrders = (lines: readonly AnyEnvelope[], {orders}: Truth): readonly string[] => {
  const intents = new Set(ofType(lines, 'OrderSubmitted').map(({data}) => data.clientOrderId));

  return orders
    .filter(({request}) => request.clientOrderId === null || !intents.has(request.clientOrderId))
    .map(
      ({id, request}) => `order ${id} (${request.clientOrderId}) is at the exchange and has no intent in the journal`,
    );
};

/** Everything that was acknowledged is there. */
const missingOrders = (lines: readonly AnyEnvelope[], {orders}: Truth): readonly string[] => {
  const known = new Set(orders.map(({id}) => id));

  return ofType(lines, 'OrderAccepted')
    .filter(({data}) => !known.has(data.venueOrderId))
    .map(({data}) => `order ${data.clientOrderId} was acknowledged as ${data.venueOrderId} and is not at the exchange`);
};

type Fill = {readonly price: string; readonly quantity: string; readonly fee: string};

const unheardFills = (lines: readonly AnyEnvelope[], {executions}: Pick<Truth, 'executions'>): readonly string[] => {
  const ours = new Set(ofType(lines, 'OrderFilled').map(({data}) => data.executionId));

  return executions
    .filter(({id}) => !ours.has(id))
    .map(({id, clientOrderId}) => `fill ${id} of ${clientOrderId} never reached the journal`);
};

const differingFills = (lines: readonly AnyEnvelope[], {executions}: Truth): readonly string[] => {
  const theirs = new Map(executions.map(execution => [execution.id, execution]));
  const ours = new Map(ofType(lines, 'OrderFilled').map(({data}) => [data.executionId, data]));

  return [...ours].flatMap(([id, known]) => {
    const fill = theirs.get(id);
    if (fill === undefined) return [`fill ${id} is in the journal and was never made`];
    return isSame(known, fill) ? [] : [`fill ${id} is ${textOf(known)} here and ${textOf(fill)} at the exchange`];
  });
};

const numbers = ({price, quantity, fee}: Fill): readonly Decimal[] => [price, quantity, fee].map(decimal);

const isSame = (a: Fill, b: Fill): boolean => {
  const theirs = numbers(b);

  return numbers(a).every((number, index) => number === theirs[index]);
};

const textOf = ({price, quantity, fee}: Fill): string => `${quantity} at ${price} for ${fee}`;

const repeated = (names: readonly string[]): readonly string[] => [
  ...new Set(names.filter((name, index) => names.indexOf(name) !== index)),
];

const repeatedIds = ({orders}: Truth): readonly string[] =>
  repeated(orders.map(({request}) => request.clientOrderId ?? '')).map(id => `order id ${id} was placed twice`);

const repeatedFills = (lines: readonly AnyEnvelope[]): readonly string[] =>
  repeated(ofType(lines, 'OrderFilled').map(({data}) => data.executionId)).map(id => `fill ${id} was booked twice`);

/** One decision enters once, whatever became of the process in between. */
const repeatedEntries = (lines: readonly AnyEnvelope[], {orders}: Truth): readonly string[] => {
  const placed = new Set(orders.map(({request}) => request.clientOrderId));
  const entries = ofType(lines, 'OrderSubmitted').filter(
    ({data}) => data.purpose === 'entry' && placed.has(data.clientOrderId),
  );

  return repeated(entries.map(({data}) => `${data.symbol} by decision ${data.decision}`)).map(
    entry => `two entries were placed in ${entry}`,
  );
};
