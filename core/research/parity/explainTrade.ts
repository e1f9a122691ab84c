import {TIMEFRAME_MS, type Timeframe} from '../../domain/Candle.ts';
import {type Cause, unexplained} from './Difference.ts';
import {accountText, isOtherAccount, isOtherMemory} from './otherwise.ts';
import type {Decision, Fill, Trade} from './TradeLedger.ts';

export type Pair = {
  readonly session: Trade;
  readonly backtest: Trade;
  readonly decisions: readonly [session: Decision | undefined, backtest: Decision | undefined];
  readonly base: Timeframe;
};

/** Why a trade that both runs made did not come out the same; empty where it did. */
export const explainTrade = (pair: Pair): readonly Cause[] => {
  const causes = [explainPlan(pair), explainSize(pair), explainEntry(pair), explainExit(pair)].filter(
    cause => cause !== null,
  );
  if (causes.length > 0 || isSame(pair, ['fees', 'netPnl'])) return causes;

  return [unexplained('fees or result differ although prices, sizes and times are the same')];
};

const isSame = ({session, backtest}: Pair, fields: readonly (keyof Trade)[]): boolean =>
  fields.every(field => session[field] === backtest[field]);

const explainPlan = (pair: Pair): Cause | null => {
  if (isSame(pair, ['side', 'strategy'])) return null;
  const [here, there] = pair.decisions;
  const text = `${pair.session.side} by ${pair.session.strategy} against ${pair.backtest.side} by ${pair.backtest.strategy}`;

  return here !== undefined && there !== undefined && isOtherMemory(here, there)
    ? {code: 'MEMORY', text: `${text}, by what was learned from other outcomes`}
    : unexplained(text);
};

const explainSize = (pair: Pair): Cause | null => {
  if (isSame(pair, ['quantity'])) return null;
  const [here, there] = pair.decisions;
  const text = `size ${pair.session.quantity} against ${pair.backtest.quantity}`;
  if (here !== undefined && there !== undefined && isOtherAccount(here, there))
    return {code: 'ACCOUNT', text: `${text}: ${accountText(here, there)}`};
  const parts = [pair.session.entryFills.length, pair.backtest.entryFills.length];

  return parts.some(count => count > 1)
    ? {code: 'FINER_EVIDENCE', text: `${text}: filled in ${parts.join(' against ')} parts by the volume at hand`}
    : unexplained(`${text} on the same account`);
};

const explainEntry = ({session, backtest, base}: Pair): Cause | null => {
  if (session.entryPrice === backtest.entryPrice) return null;
  const text = `entered at ${session.entryPrice} by ${kindsOf(session.entryFills)}, in the backtest at ${backtest.entryPrice}`;
  if (isByBars(session.entryFills))
    return session.quantity === backtest.quantity
      ? unexplained(`${text} by the same bars`)
      : {code: 'ACCOUNT', text: `${text}: another size has another impact`};
  const [mine, others] = [session.entryTime, backtest.entryTime].map(time => Math.floor(time / TIMEFRAME_MS[base]));
  const isLater = (mine ?? 0) > (others ?? 0);

  return isLater ? {code: 'LATENCY', text: `${text}, a bar earlier`} : {code: 'FINER_EVIDENCE', text};
};

const explainExit = (pair: Pair): Cause | null => {
  if (isSame(pair, ['exitPrice', 'exitReason'])) return null;
  const {session, backtest} = pair;
  const said = ({exitReason, exitPrice}: Trade): string => `${exitReason} at ${exitPrice}`;
  const text = `${said(session)} by ${kindsOf(session.exitFills)}, in the backtest ${said(backtest)}`;
  if (!isSame(pair, ['entryPrice', 'quantity', 'side', 'strategy']))
    return {code: session.exitReason === backtest.exitReason ? 'FOLLOWS_ENTRY' : 'FINER_EVIDENCE', text};

  return isByBars(session.exitFills) ? unexplained(`${text} by the same bars`) : {code: 'FINER_EVIDENCE', text};
};

const isByBars = (fills: readonly Fill[]): boolean => fills.every(({evidence}) => evidence.kind === 'bar');

const kindsOf = (fills: readonly Fill[]): string =>
  [...new Set(fills.map(({evidence}) => evidence.kind))].join(' and ');
