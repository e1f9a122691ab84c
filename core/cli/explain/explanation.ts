import {describeReason, type Gate, type Signal} from '../../domain/Decision.ts';
import {codeWords, decisionSentence} from '../../domain/sentences.ts';
import {counted, moment, percent} from '../format.ts';
import type {Paint} from '../paint.ts';
import {table} from '../table.ts';
import type {Decision} from './findDecision.ts';
import type {OrderOutcome, Outcome} from './followDecision.ts';

/** A decision for people, from its candle to its trade: the same reasons that the page shows. */
export const explanation = (decision: Decision, outcome: Outcome, paint: Paint): string[] => {
  const {seq, time, cause, data} = decision;
  const close = `candle ${moment(data.candleTime)}, close ${data.close}`;

  return [
    paint.strong(decisionSentence(data)),
    paint.dim(`${data.symbol} ${data.timeframe}, ${close}, decided ${moment(time)}, seq ${seq}, caused by ${cause}`),
    paint.dim(`regime ${data.regime}, agreement ${percent(data.agreement, 0)}`),
    ...section('Strategies', signalLines(data.signals, data.winner?.strategy ?? null, paint)),
    ...section('Pattern memory', patternLines(decision)),
    ...section(traiTitle(decision), thoughtLines(decision, paint)),
    ...section('Risk gates', gateLines(data.gates, paint)),
    ...section('Outcome', outcomeLines(outcome, paint)),
  ];
};

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map(line => `  ${line}`)];

const signalLines = (signals: readonly Signal[], winner: string | null, paint: Paint): string[] =>
  table(
    signals.map(({strategy, action, confidence, reason, exitPlan}) => {
      const wins = strategy === winner ? paint.strong(' (wins)') : '';
      const plan = exitPlan === null ? '' : paint.dim(planText(exitPlan));
      return [strategy, action, confidence.toFixed(2), `${describeReason(reason)}${wins}${plan}`];
    }),
  );

const planText = ({stopDistance, targetDistance, maxBars}: NonNullable<Signal['exitPlan']>): string =>
  `; stop ${stopDistance.toFixed(2)} and target ${targetDistance.toFixed(2)} away, at most ${counted(maxBars, 'bar')}`;

const patternLines = ({data: {patterns}}: Decision): string[] => {
  if (patterns === null) return [];
  const {neighbours, upShare, expectedMove} = patterns;

  return [
    `${counted(neighbours.length, 'alike shape')}: the price rose after ${percent(upShare, 0)} of them, expected move ${expectedMove.toFixed(2)} ATR`,
  ];
};

const traiTitle = ({data: {trai}}: Decision): string =>
  trai === null ? 'TRAI' : `TRAI ${trai.mode}: ${trai.verdict} ${trai.score.toFixed(2)}`;

const thoughtLines = ({data: {trai}}: Decision, paint: Paint): string[] =>
  (trai?.thoughts ?? []).map(thought => `${mark(thought.passed, paint)} ${describeReason(thought)}`);

const mark = (passed: boolean, paint: Paint): string => (passed ? paint.good('+') : paint.bad('-'));

const gateLines = (gates: readonly Gate[], paint: Paint): string[] => {
  if (gates.length === 0) return ['The brain held, so no order went to the gates.'];

  return table(
    gates.map(({code, passed, value, limit}) => [
      passed ? paint.good('passed') : paint.bad('DENIED'),
      codeWords(code),
      value ?? '',
      limit === null ? '' : paint.dim(`limit ${limit}`),
    ]),
  );
};

const outcomeLines = ({denied, orders, trade}: Outcome, paint: Paint): string[] => {
  const lines = orders.flatMap(order => orderLines(order, paint));
  if (denied !== null) lines.push(`Denied by our own risk layer: ${codeWords(denied.code)} (seq ${denied.seq}).`);
  if (trade !== null) {
    const {side, exitReason, exitPrice, netPnl, fees, barsHeld, seq} = trade;
    lines.push(
      `${side} closed by ${exitReason} at ${exitPrice} after ${counted(barsHeld, 'bar')}: net ${netPnl} after fees ${fees} (seq ${seq}).`,
    );
  }

  return lines.length > 0 ? lines : ['No order.'];
};

const orderLines = ({seq, time, order, status, reason, fills}: OrderOutcome, paint: Paint): string[] => {
  const {purpose, side, quantity, type, limitPrice, stopPrice} = order;
  const price = stopPrice ?? limitPrice;
  const what = `${purpose}: ${side} ${quantity} ${type}${price === undefined ? '' : ` ${price}`}`;
  const why = reason === null ? '' : ` (${reason})`;

  return [
    `${what}, ${status}${why} ${paint.dim(`${moment(time)}, seq ${seq}`)}`,
    ...fills.map(
      fill =>
        `  filled ${fill.quantity} at ${fill.price}, fee ${fill.fee} ${fill.feeAsset}, ${fill.liquidity} ${paint.dim(`seq ${fill.seq}`)}`,
    ),
  ];
};
