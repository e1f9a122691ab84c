import {memo, type ReactNode, useState} from 'react';
import type {AnyEnvelope} from '../../../core/domain/Event.ts';
import {useBot} from '../context.ts';
import {clock, count} from '../format.ts';
import {Notice} from '../parts/Notice.tsx';
import {lineSentence} from '../words.ts';

const SHOWN = 200;
const ALL = 'every type';

/** The journal's lines as they are written, newest first. */
export const LogTab = (): ReactNode => {
  const [type, setType] = useState<string>(ALL);
  const log = useBot(bot => bot.log);
  const types = [...new Set(log.map(line => line.type))].sort();
  const lines = log.filter(line => type === ALL || line.type === type).slice(-SHOWN);
  if (log.length === 0) {
    return <Notice kind="empty">Lines appear here as the bot writes them.</Notice>;
  }

  return (
    <>
      <div className="filters">
        <select
          className="select"
          aria-label="Type of line"
          value={type}
          onChange={event => setType(event.target.value)}
        >
          <option>{ALL}</option>
          {types.map(each => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </div>
      <ol className="log">
        {lines.reverse().map(line => (
          <LogLine key={line.seq} line={line} />
        ))}
      </ol>
    </>
  );
};

const LogLine = memo(
  ({line}: {line: AnyEnvelope}): ReactNode => (
    <li data-type={line.type}>
      <span className="cell-seq">{count(line.seq)}</span>
      <span className="cell-time">{clock(line.time)}</span>
      <span className="cell-type">{line.type}</span>
      <span className="cell-reason">{lineSentence(line)}</span>
    </li>
  ),
);
