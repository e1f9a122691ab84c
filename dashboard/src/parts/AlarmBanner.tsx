import {type ReactNode, useState} from 'react';
import {useBot} from '../context.ts';
import {count, moment} from '../format.ts';

const KEY = 'ogz-alarm-seen';

/** Shows the latest alarm until somebody says that they saw it: something happened that must not. */
export const AlarmBanner = (): ReactNode => {
  const alarms = useBot(({state}) => state?.alarms ?? []);
  const now = useBot(({state}) => state?.time ?? 0);
  const [seen, setSeen] = useState(() => Number(sessionStorage.getItem(KEY) ?? 0));
  const unseen = alarms.filter(({seq}) => seq > seen);
  const latest = unseen.at(-1);
  if (latest === undefined) return null;
  const acknowledge = (): void => {
    sessionStorage.setItem(KEY, String(latest.seq));
    setSeen(latest.seq);
  };

  return (
    <div className="halt-banner" role="alert">
      <p>
        <strong>Alarm {latest.code}</strong> {latest.text}, at {moment(latest.time, now)} UTC, seq {count(latest.seq)}
        {unseen.length > 1 && `, and ${unseen.length - 1} before it`}.
      </p>
      <button type="button" className="button" onClick={acknowledge}>
        Acknowledge
      </button>
    </div>
  );
};
