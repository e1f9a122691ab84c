import {claim, type RiskRule} from '../RiskRule.ts';

/** REDUCING and HALTED open nothing. */
export const tradingActive: RiskRule = (_order, state) => claim('TRADING_NOT_ACTIVE', state.trading.state === 'ACTIVE');
