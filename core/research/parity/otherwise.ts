import type {Decision} from './TradeLedger.ts';

/** Whether two decisions on one bar were taken on accounts that differ. */
export const isOtherAccount = (a: Decision, b: Decision): boolean =>
  a.equity !== b.equity || a.holdings !== b.holdings || a.trading !== b.trading;

export const accountText = (session: Decision, backtest: Decision): string =>
  `equity ${session.equity} against ${backtest.equity}, ${session.holdings || 'flat'} against ${backtest.holdings || 'flat'}`;

/** Whether pattern memory or TRAI said something else on the same bars. */
export const isOtherMemory = (a: Decision, b: Decision): boolean =>
  saidBy(a.patterns) !== saidBy(b.patterns) ||
  saidBy(a.trai) !== saidBy(b.trai) ||
  saidBy(a.signals) !== saidBy(b.signals);

const saidBy = (value: unknown): string => JSON.stringify(value);
