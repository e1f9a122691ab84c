import {memo, type ReactNode, useState} from 'react';
import type {EnvelopeOf} from '../../../core/domain/Event.ts';
import {useBot, useView} from '../context.ts';
import {day, moment} from '../format.ts';
import {Notice} from '../parts/Notice.tsx';
import {useOlderDecisions} from '../useOlderDecisions.ts';
import {decisionSentence} from '../words.ts';

type Line = EnvelopeOf<'DecisionMade'>;

const SHOWN = 150;

const FILTERS: readonly {readonly label: string; readonly keeps: (line: Line) => boolean}[] = [
  {label: 'Every bar', keeps: () => true},
  {label: 'With a signal', keeps: ({data}) => data.signals.some(signal => signal.action !== 'hold')},
  {label: 'Entries and denials', keeps: ({data}) => data.verdict !== 'hold'},
];

/** Every closed bar with its verdict and the reason for it, newest first. */
export const DecisionsTab = (): ReactNode => {
  const [filter, setFilter] = useState(0);
  const recent = useBot(({state}) => state?.decisions ?? []);
  const today = useBot(({state}) => day(state?.time ?? 0));
  const older = useOlderDecisions();
  const keeps = FILTERS[filter]?.keeps ?? (() => true);
  const lines = [...recent].reverse().filter(keeps).slice(0, SHOWN);
  const first = older.lines.at(-1)?.seq ?? recent[0]?.seq ?? 0;
  if (recent.length === 0) {
    return <Notice kind="empty">No bar has closed live yet. Every one gets a verdict here, holds too.</Notice>;
  }

  return (
    <>
      <div className="filters" role="group" aria-label="Which decisions">
        {FILTERS.map(({label}, index) => (
          <button key={label} type="button" aria-pressed={index === filter} onClick={() => setFilter(index)}>
            {label}
          </button>
        ))}
      </div>
      <ul className="decisions">
        {[...lines, ...older.lines.filter(keeps)].map(line => (
          <DecisionRow key={line.seq} line={line} today={today} />
        ))}
      </ul>
      <div className="more">
        {older.error !== null && <span className="down">{older.error} </span>}
        {older.isComplete ? (
          <span className="muted">That was the first decision.</span>
        ) : (
          <button type="button" className="button" disabled={older.isLoading} onClick={() => older.load(first)}>
            {older.isLoading ? 'Reading the journal…' : 'Older'}
          </button>
        )}
      </div>
    </>
  );
};

const WORDS = {hold: 'hold', enter: 'enter', denied: 'denied'} as const;

/** Lines never change, so a row is drawn once. */
const DecisionRow = memo(({line, today}: {line: Line; today: string}): ReactNode => {
  const {explain} = useView();
  const {symbol, verdict, side, gates} = line.data;
  const passed = gates.filter(gate => gate.passed).length;

  return (
    <li>
      <button type="button" className="decision" data-verdict={verdict} onClick={() => explain(line.seq)}>
        <span className="cell-time">{moment(line.time, Date.parse(today))}</span>
        <span className="cell-market">{symbol}</span>
        <span className="cell-verdict">{verdict === 'enter' ? (side ?? '') : WORDS[verdict]}</span>
        <span className="cell-reason">{decisionSentence(line.data)}</span>
        <span className="cell-gates">{gates.length === 0 ? '' : `${passed}/${gates.length} gates`}</span>
      </button>
    </li>
  );
});
