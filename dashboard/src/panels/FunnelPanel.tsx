import type {ReactNode} from 'react';
import type {State} from '../../../core/kernel/evolve.ts';
import {useBot} from '../context.ts';
import {count} from '../format.ts';
import {Panel} from '../parts/Panel.tsx';
import {useLinkStatus} from '../useStatus.ts';
import {codeWords} from '../../../core/domain/sentences.ts';

const STEPS: readonly {readonly key: keyof State['funnel']; readonly label: string}[] = [
  {key: 'bars', label: 'bars'},
  {key: 'signals', label: 'signals'},
  {key: 'pastBrain', label: 'brain'},
  {key: 'pastRisk', label: 'risk'},
  {key: 'sent', label: 'sent'},
  {key: 'filled', label: 'filled'},
];

const TOP_REASONS = 3;

/** Where signals die on the way from bars to fills, and of what most. */
export const FunnelPanel = (): ReactNode => {
  const state = useBot(bot => bot.state);
  const isEmpty = state !== null && state.funnel.bars === 0;

  return (
    <Panel
      id="funnel"
      title="Funnel"
      status={useLinkStatus()}
      empty={isEmpty ? 'Counts begin with the first candle that closes live.' : null}
    >
      {state !== null && <Funnel state={state} />}
    </Panel>
  );
};

const Funnel = ({state}: {state: Readonly<State>}): ReactNode => (
  <div className="funnel">
    <ol>
      {STEPS.map(({key, label}) => (
        <li key={key}>
          <span>{label}</span> <b>{count(state.funnel[key])}</b>
        </li>
      ))}
    </ol>
    <p className="muted">{topReasons(state.denials)}</p>
  </div>
);

const topReasons = (denials: ReadonlyMap<string, number>): string => {
  const top = [...denials].sort(([, a], [, b]) => b - a).slice(0, TOP_REASONS);

  return top.length === 0
    ? ''
    : `stopped by ${top.map(([code, times]) => `${codeWords(code)} ${count(times)}`).join(' · ')}`;
};
