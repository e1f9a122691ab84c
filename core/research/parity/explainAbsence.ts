import {describeReason} from '../../domain/Decision.ts';
import {type Cause, unexplained} from './Difference.ts';
import {accountText, isOtherAccount, isOtherMemory} from './otherwise.ts';
import type {Blind} from './Session.ts';
import type {Decision, Trade, TradeLedger} from './TradeLedger.ts';

export type Side = {readonly name: 'session' | 'backtest'; readonly ledger: TradeLedger};

/** Why a trade that one run closed is not among the other's. */
export const explainAbsence = (
  {key}: Trade,
  {own, other, blind}: {readonly own: Side; readonly other: Side; readonly blind: ReadonlyMap<string, Blind>},
): Cause => {
  const [here, there] = [own.ledger.decisions.get(key), other.ledger.decisions.get(key)];
  if (there === undefined) return explainSilence(other.name, blind.get(key));
  if (here === undefined) return unexplained(`the ${own.name} traded without a decision`);
  if (there.verdict === 'enter') return explainUnfilled(key, other);
  if (there.verdict === 'denied') return explainDenial(here, there, other.name);

  return explainHold(here, there, other.name);
};

const explainSilence = (name: string, blind: Blind | undefined): Cause => {
  if (name === 'session' && blind === 'restart')
    return {code: 'RESTART_GAP', text: 'the bot was down: the session took this bar as history'};

  return unexplained(`the ${name} has no decision on this bar`);
};

const explainUnfilled = (key: string, {name, ledger}: Side): Cause => {
  const reason = ledger.unfilled.get(key);
  if (reason !== undefined)
    return {code: 'NOT_FILLED', text: `the ${name} sent the order too, and it ended: ${reason}`};

  return ledger.isOpen(key)
    ? {code: 'OPEN_AT_END', text: `the ${name} entered too and still held it at the end`}
    : unexplained(`the ${name} sent the order too, and nothing came of it`);
};

const explainDenial = (here: Decision, there: Decision, name: string): Cause => {
  const gate = there.gates.find(({passed}) => !passed);
  const before = here.gates.find(({code}) => code === gate?.code);
  const text = `the ${name} was denied by ${gate?.code ?? 'an unnamed rule'}: ${gate?.value ?? 'no value'} against ${gate?.limit ?? 'no limit'}, here ${before?.value ?? 'no value'}`;
  const isOther = isOtherAccount(here, there) || gate?.value !== before?.value;

  return isOther ? {code: 'DENIED', text} : unexplained(text);
};

const explainHold = (here: Decision, there: Decision, name: string): Cause => {
  const {code} = there.reason;
  if (code === 'SUSPECT_CANDLE') return {code: 'FEED_GAP', text: `the ${name} held: ${there.reason.subject}`};
  if (code === 'ORDER_WORKING' || (code === 'POSITION_OPEN' && there.holdings.includes(there.symbol)))
    return {code: 'POSITION_OPEN', text: `the ${name} held: ${there.reason.subject} (${there.holdings || 'flat'})`};
  if (there.trading !== here.trading && there.trading !== 'ACTIVE')
    return {code: 'HALTED', text: `the ${name} was ${there.trading}, ${there.stoppedBy ?? 'for no stated reason'}`};
  const text = `the ${name} held: ${describeReason(there.reason)}`;
  if (isOtherMemory(here, there)) return {code: 'MEMORY', text: `${text}, by what it remembers of other outcomes`};

  return unexplained(`${text}, on the same bars (${accountText(here, there)})`);
};
