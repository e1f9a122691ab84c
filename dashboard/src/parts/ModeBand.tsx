import type {ReactNode} from 'react';
import {useBot} from '../context.ts';
import {clock, count, day} from '../format.ts';
import type {Mode} from '../mode.ts';

/** Says at any moment what money is at stake, up to which line the page knows, and the market's time. */
export const ModeBand = ({mode}: {mode: Mode}): ReactNode => {
  const seq = useBot(({state}) => state?.seq ?? null);
  const time = useBot(({state, pulse}) => Math.max(state?.time ?? 0, pulse?.marketTime ?? 0));
  const trading = useBot(({state}) => state?.trading.state ?? 'ACTIVE');
  const ended = useBot(({state}) => state?.run?.ended ?? null);

  return (
    <div className="band">
      <h1 className="band-name">OGZ Prime</h1>
      <p className="band-mode">
        {mode.words.join(' · ')}
        {trading !== 'ACTIVE' && <strong className="band-trading"> · {trading}</strong>}
        {ended !== null && <span> · ENDED: {ended}</span>}
      </p>
      <dl className="band-facts">
        <dt>seq</dt>
        <dd>{seq === null ? '–' : count(seq)}</dd>
        <dt>UTC</dt>
        <dd title={time === 0 ? '' : day(time)}>{time === 0 ? '–' : clock(time)}</dd>
      </dl>
    </div>
  );
};
