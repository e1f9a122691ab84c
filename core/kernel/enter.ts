import {
  add,
  type Decimal,
  divide,
  fromNumber,
  maximum,
  multiply,
  ONE,
  roundTo,
  subtract,
  toText,
  ZERO,
} from '../domain/Decimal.ts';
import {confidence, type Gate, type Judgement, plainReason, type Signal} from '../domain/Decision.ts';
import {type Market, roundPassivePrice} from '../domain/Market.ts';
import type {Side} from '../domain/Order.ts';
import type {Settings} from '../domain/Settings.ts';
import {type ApprovedOrder, checkOrder, type ProposedOrder} from '../risk/RiskManager.ts';
import {type PositionSize, sizePosition} from '../risk/sizePosition.ts';
import {type Closed, nextClientOrderId, type Turn, workingOrders} from './turn.ts';

/** One trading turn on one closed candle: ask the brain, size, ask risk, and write down what came of it. */
export const considerEntry = (turn: Turn, candle: Closed): void => {
  const {settings} = turn.state;
  const market = turn.state.markets.get(candle.data.symbol)?.market;
  if (settings === null || market === undefined) return;
  const judgement = judge(turn, candle, settings);
  const {winner} = judgement;
  if (winner === null || winner.action === 'hold') return hold(turn, candle, judgement);

  const choice = {winner, side: winner.action, agreement: judgement.agreement};
  attempt(turn, candle, judgement, choice, propose(turn, market, settings, choice));
};

/** Asks the risk layer about the entry that the brain wants, and sends it if nothing is in its way. */
const attempt = (
  turn: Turn,
  candle: Closed,
  judgement: Judgement,
  {winner, side}: Choice,
  {proposed, size}: Proposal,
): void => {
  const check = checkOrder(proposed, turn.state);
  const denial = check.denial ?? size.denial;
  const gates = () => (check.denial === null && denial !== null ? [...check.gates, denial] : check.gates);
  const verdict = denial === null ? 'enter' : 'denied';
  const decision = decided(turn, candle, judgement, {verdict, side, gates});
  if (denial === null && check.allowed) return submitEntry(turn, check.order, decision, winner);

  deny(turn, proposed, decision, denial);
};

const deny = (turn: Turn, {symbol, side, strategy}: ProposedOrder, decision: number, denial: Gate | null): void => {
  if (denial === null) return;
  const {code, value, limit} = denial;
  turn.emit({
    type: 'OrderDenied',
    data: {symbol, side, purpose: 'entry', strategy, decision, code, value, limit},
  });
};

/** Takes only an order that every rule let pass: its type cannot be made anywhere else. */
const submitEntry = (turn: Turn, {proposal}: ApprovedOrder, decision: number, winner: Signal): void => {
  turn.emit({
    type: 'OrderSubmitted',
    data: {
      clientOrderId: nextClientOrderId(turn),
      symbol: proposal.symbol,
      side: proposal.side,
      type: 'market',
      quantity: toText(proposal.quantity),
      limitPrice: toText(proposal.worstPrice),
      reduceOnly: false,
      purpose: 'entry',
      strategy: proposal.strategy,
      decision,
      exitPlan: winner.exitPlan,
    },
  });
};

/** The brain's word, overruled where there is nothing to decide: a candle with a gap, or a market that is already held. */
const judge = (turn: Turn, {data}: Closed, settings: Settings): Judgement => {
  const {symbol, timeframe, candle} = data;
  const judgement = turn.mind.judge({symbol, timeframe, candle, state: turn.state});
  if (judgement.winner === null) return judgement;
  if (data.suspect === true)
    return withhold(
      judgement,
      'SUSPECT_CANDLE',
      'the feed had a gap inside this candle, or one trade of it stands alone',
    );
  if (settings.risk.allowStacking) return judgement;
  if (turn.state.positions.has(symbol))
    return withhold(judgement, 'POSITION_OPEN', 'a position is open in this market');
  if (workingOrders(turn.state, symbol).length > 0)
    return withhold(judgement, 'ORDER_WORKING', 'an order is working in this market');

  return judgement;
};

const withhold = (judgement: Judgement, code: string, text: string): Judgement => ({
  ...judgement,
  winner: null,
  agreement: confidence(0),
  reason: plainReason(code, text, false),
});

const hold = (turn: Turn, candle: Closed, judgement: Judgement): void => {
  const {data} = candle;
  // Most bars end here. Written out, for spreading two objects costs as much as all the rest of such a turn.
  turn.emit({
    type: 'DecisionMade',
    data: {
      symbol: data.symbol,
      timeframe: data.timeframe,
      candleTime: data.candle.time,
      close: data.candle.close,
      verdict: 'hold',
      side: null,
      gates: NONE,
      signals: judgement.signals,
      winner: judgement.winner,
      agreement: judgement.agreement,
      reason: judgement.reason,
      regime: judgement.regime,
      patterns: judgement.patterns,
      trai: judgement.trai,
    },
  });
};

const NONE: readonly Gate[] = [];

type Outcome = {
  readonly verdict: 'enter' | 'denied';
  readonly side: Side;
  readonly gates: () => readonly Gate[];
};

const decided = (turn: Turn, {data}: Closed, judgement: Judgement, outcome: Outcome): number =>
  turn.emit({
    type: 'DecisionMade',
    data: {
      symbol: data.symbol,
      timeframe: data.timeframe,
      candleTime: data.candle.time,
      close: data.candle.close,
      verdict: outcome.verdict,
      side: outcome.side,
      // Numbers until somebody reads them: a backtest never asks for the text of thirty gates.
      get gates() {
        return outcome.gates();
      },
      ...judgement,
    },
  });

type Choice = {readonly winner: Signal; readonly side: Side; readonly agreement: Judgement['agreement']};
type Proposal = {readonly proposed: ProposedOrder; readonly size: PositionSize};

const propose = ({state}: Turn, market: Market, settings: Settings, {winner, side, agreement}: Choice): Proposal => {
  const price = state.markets.get(market.symbol)?.lastPrice ?? ZERO;
  const worstPrice = collar(market, side, price, fromNumber(settings.risk.priceCollarShare));
  const stopDistance = fromNumber(winner.exitPlan?.stopDistance ?? 0);
  const size = sizePosition({state, market, side, price: worstPrice, stopDistance, agreement, settings: settings.risk});
  const proposed: ProposedOrder = {
    symbol: market.symbol,
    side,
    type: 'market',
    // Where there is room for nothing, the rules are asked about the least order, so that the limit in the way is named.
    quantity: size.quantity > ZERO ? size.quantity : leastQuantity(market, worstPrice),
    referencePrice: price,
    worstPrice,
    reduceOnly: false,
    strategy: winner.strategy,
    time: state.time,
    exitPlan: winner.exitPlan,
  };

  return {proposed, size};
};

const leastQuantity = (market: Market, price: Decimal): Decimal => {
  if (price <= ZERO) return market.minQuantity;

  return roundTo(maximum(market.minQuantity, divide(market.minNotional, price, 'up')), market.lot, 'ceil');
};

/** The worst price that an entry may pay, on the tick grid and never beyond the collar. */
const collar = (market: Market, side: Side, price: Decimal, share: Decimal): Decimal => {
  const factor = side === 'buy' ? add(ONE, share) : subtract(ONE, share);

  return roundPassivePrice(market, side, multiply(price, factor, side === 'buy' ? 'floor' : 'ceil'));
};
