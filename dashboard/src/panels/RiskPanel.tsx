import type {ReactNode} from 'react';
import type {State} from '../../../core/kernel/evolve.ts';
import {useBot, useView} from '../context.ts';
import {type Gauge, gaugesOf} from '../gauges.ts';
import {Panel} from '../parts/Panel.tsx';
import {useLinkStatus} from '../useStatus.ts';
import {resetSentence} from '../words.ts';

const FALLBACK_REDUCE_AT = 0.8;

/** How much of each limit is used, and what the breaker allows. */
export const RiskPanel = (): ReactNode => {
  const state = useBot(bot => bot.state);
  const empty = state?.settings === null ? 'The limits come with the first run.' : null;

  return (
    <Panel
      id="risk"
      title="Risk"
      status={useLinkStatus()}
      empty={empty}
      aside={state !== null && <span data-trading={state.trading.state}>{state.trading.state.toLowerCase()}</span>}
    >
      {state !== null && <Gauges state={state} />}
    </Panel>
  );
};

const Gauges = ({state}: {state: Readonly<State>}): ReactNode => {
  const {symbol} = useView();
  const now = useBot(({pulse}) => Math.max(state.time, pulse?.marketTime ?? 0));
  const warnAt = state.settings?.risk.reduceAtShare ?? FALLBACK_REDUCE_AT;

  return (
    <>
      <ul className="gauges">
        {gaugesOf(state, symbol, now).map(gauge => (
          <GaugeRow key={gauge.label} gauge={gauge} warnAt={warnAt} />
        ))}
      </ul>
      {state.trading.state !== 'ACTIVE' && <p className="note">{resetSentence(state.trading)}</p>}
    </>
  );
};

const GaugeRow = ({gauge, warnAt}: {gauge: Gauge; warnAt: number}): ReactNode => {
  const {label, used, limit, share} = gauge;
  const level = share >= 1 ? 'full' : share >= warnAt ? 'near' : 'fine';

  return (
    <li className="gauge" data-level={level}>
      <span className="gauge-label">{label}</span>
      <meter min={0} max={1} value={Math.min(1, Math.max(0, share))} aria-label={label}>
        {used} of {limit}
      </meter>
      <span className="gauge-text">
        {used} <span className="muted">/ {limit}</span>
      </span>
    </li>
  );
};
