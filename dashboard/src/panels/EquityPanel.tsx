import type {ReactNode} from 'react';
import {toNumber} from '../../../core/domain/Decimal.ts';
import {drawdown, type State} from '../../../core/kernel/evolve.ts';
import {useBot} from '../context.ts';
import {accountFigures} from '../figures.ts';
import {fixed, moment, percent} from '../format.ts';
import {Curve} from '../parts/Curve.tsx';
import {Panel} from '../parts/Panel.tsx';
import {useLinkStatus} from '../useStatus.ts';

const CURVE_HEIGHT = 76;
const UNDERWATER_HEIGHT = 32;

/** How the account came here: equity, and how far under its peak it stood. */
export const EquityPanel = (): ReactNode => {
  const state = useBot(bot => bot.state);
  const isEmpty = state !== null && state.equityCurve.length < 2;

  return (
    <Panel
      id="equity"
      title="Equity and drawdown"
      status={useLinkStatus()}
      empty={isEmpty ? 'The curve begins with the second closed candle.' : null}
      aside={state !== null && <Drawdown state={state} />}
    >
      {state !== null && <Curves state={state} />}
    </Panel>
  );
};

const Drawdown = ({state}: {state: Readonly<State>}): ReactNode => (
  <>
    now {percent(accountFigures(state).drawdown, 2)} · worst {percent(state.equity.maxDrawdown, 2)}
  </>
);

const Curves = ({state}: {state: Readonly<State>}): ReactNode => {
  const curve = state.equityCurve;
  const first = curve[0]?.time ?? 0;
  const values = curve.map(point => toNumber(point.current));

  return (
    <>
      <Curve label="Equity" kind="line" height={CURVE_HEIGHT} values={values} />
      <Curve
        label="Drawdown from the peak"
        kind="area"
        height={UNDERWATER_HEIGHT}
        values={curve.map(point => -drawdown(point))}
      />
      <p className="axis">
        <span>{moment(first, state.time)}</span>
        <span>
          {fixed(Math.min(...values), 2)} – {fixed(Math.max(...values), 2)}
        </span>
        <span>{moment(curve.at(-1)?.time ?? 0, state.time)} UTC</span>
      </p>
    </>
  );
};
