import {type ReactNode, useState} from 'react';
import {acknowledgeHalt, isHaltSeen} from '../acknowledgement.ts';
import {useBot} from '../context.ts';
import {count, moment} from '../format.ts';
import {codeWords} from '../../../core/domain/sentences.ts';
import {resetSentence} from '../words.ts';

/** Stands above everything while trading is not active; blinks until somebody says that they saw it. */
export const HaltBanner = (): ReactNode => {
  const trading = useBot(({state}) => state?.trading ?? null);
  const now = useBot(({state}) => state?.time ?? 0);
  const [, setSeen] = useState(-1);
  if (trading === null || trading.state === 'ACTIVE') return null;
  const {state, code, value, limit, reason, since, seq} = trading;
  const isSeen = isHaltSeen(trading);
  const acknowledge = (): void => {
    acknowledgeHalt(seq);
    setSeen(seq);
  };

  return (
    <div className="halt-banner" data-trading={state} data-seen={isSeen} role="alert">
      <p>
        <strong>{state}</strong> {code !== null && codeWords(code)}
        {value !== null && ` ${value}`}
        {limit !== null && ` against ${limit}`}
        {reason !== '' && `: ${reason}`}, since {moment(since, now)} UTC, seq {count(seq)}.{' '}
        <span className="muted">{resetSentence(trading)}</span>
      </p>
      {!isSeen && (
        <button type="button" className="button" onClick={acknowledge}>
          Acknowledge
        </button>
      )}
    </div>
  );
};
