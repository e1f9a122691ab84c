import type {ReactNode} from 'react';
import {describeReason, type Gate, type Reason, type Signal} from '../../../core/domain/Decision.ts';
import type {EnvelopeOf} from '../../../core/domain/Event.ts';
import {clock, count, day, fixed, percent, shortNumber} from '../format.ts';
import {Evidence} from '../panels/PatternsPanel.tsx';
import {codeWords} from '../../../core/domain/sentences.ts';
import {decisionSentence} from '../words.ts';
import {Facts} from './Facts.tsx';
import {ResultingOrders} from './ResultingOrders.tsx';

type Line = EnvelopeOf<'DecisionMade'>;

/** One decision from its candle to its order: what each one said, measured, and what became of it. */
export const DecisionDetail = ({line}: {line: Line}): ReactNode => {
  const {data} = line;

  return (
    <article className="detail">
      <h2>{decisionSentence(data)}</h2>
      <p className="muted">
        {data.symbol} {data.timeframe} · {day(line.time)} {clock(line.time)} UTC · seq {count(line.seq)} · caused by{' '}
        {count(line.cause)}
      </p>
      <h3>Inputs</h3>
      <Facts
        facts={[
          {label: 'Candle', value: `${clock(data.candleTime).slice(0, 5)} UTC`},
          {label: 'Close', value: fixed(data.close, 2)},
          {label: 'Regime', value: data.regime},
          {label: 'Agreement', value: percent(data.agreement, 0)},
        ]}
      />
      <h3>Strategies</h3>
      <ul className="signals">
        {data.signals.map(signal => (
          <SignalRow key={signal.strategy} signal={signal} isWinner={signal.strategy === data.winner?.strategy} />
        ))}
      </ul>
      {data.patterns !== null && (
        <>
          <h3>Pattern memory</h3>
          <Evidence evidence={data.patterns} />
        </>
      )}
      {data.trai !== null && (
        <>
          <h3>
            TRAI {data.trai.mode}: {data.trai.verdict} {fixed(data.trai.score, 2)}
          </h3>
          <Reasons reasons={data.trai.thoughts} />
        </>
      )}
      <h3>Risk gates: what would deny the order</h3>
      {data.gates.length === 0 ? <p className="muted">The brain held, so no order went to the gates.</p> : null}
      <ol className="gates">
        {data.gates.map(gate => (
          <GateRow key={gate.code} gate={gate} />
        ))}
      </ol>
      <h3>Order</h3>
      <ResultingOrders decision={line.seq} />
    </article>
  );
};

const SignalRow = ({signal, isWinner}: {signal: Signal; isWinner: boolean}): ReactNode => (
  <li data-action={signal.action} data-winner={isWinner}>
    <span className="strong">{signal.strategy}</span>
    <span className="cell-verdict">{signal.action}</span>
    <span className="number">{fixed(signal.confidence, 2)}</span>
    <span className="signal-reason">
      {describeReason(signal.reason)}
      {isWinner && <b> · wins</b>}
      {signal.exitPlan !== null && (
        <span className="signal-plan">
          Stop {fixed(signal.exitPlan.stopDistance, 2)}, target {fixed(signal.exitPlan.targetDistance, 2)} away, at most{' '}
          {signal.exitPlan.maxBars} bars.
        </span>
      )}
    </span>
  </li>
);

const Reasons = ({reasons}: {reasons: readonly Reason[]}): ReactNode => (
  <ol className="gates">
    {reasons.map((reason, index) => (
      <li key={`${index} ${reason.code}`} data-passed={reason.passed}>
        <span>{describeReason(reason)}</span>
      </li>
    ))}
  </ol>
);

const GateRow = ({gate}: {gate: Gate}): ReactNode => (
  <li data-passed={gate.passed}>
    <span>{codeWords(gate.code)}</span>
    <span className="number">
      {gate.value === null ? (gate.passed ? 'no' : 'yes') : shortNumber(gate.value)}
      {gate.limit !== null && <span className="muted"> / {shortNumber(gate.limit)}</span>}
    </span>
  </li>
);
