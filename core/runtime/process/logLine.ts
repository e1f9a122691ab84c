import type {AnyEnvelope} from '../../domain/Event.ts';
import {openingSentence} from '../../domain/sentences.ts';
import type {Logger} from '../log.ts';

/** Says in the log what a person who reads nothing else must know. */
export const logLine = (log: Logger, {type, seq, data}: AnyEnvelope): void => {
  if (type === 'AccountOpened') log.info({seq}, openingSentence(data));
  if (type === 'AlarmRaised') log.error({seq, code: data.code}, data.text);
  if (type === 'TradingHalted' || type === 'TradingReduced')
    log.warn({seq, code: data.code}, `${type}: ${data.reason}`);
};
