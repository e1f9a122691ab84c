import {counted, duration, moment, percent} from './format.ts';
import type {Paint} from './paint.ts';
import {table} from './table.ts';
import type {BotStatus} from './verbs/status.ts';

/** A running bot's state for people. */
export const statusLines = (status: BotStatus, paint: Paint): string[] => {
  const {positions, orders} = status;

  return [
    ...table(factsOf(status, paint).map(([name, value]) => [paint.dim(name), value])),
    '',
    positions.length === 0 ? 'No open position.' : `${counted(positions.length, 'open position')}:`,
    ...table(positions.map(({symbol, quantity, strategy}) => [`  ${symbol}`, quantity, `by ${strategy}`])),
    orders.length === 0 ? 'No working order.' : `${counted(orders.length, 'working order')}:`,
    ...table(
      orders.map(({symbol, side, type, purpose, quantity, status: state, clientOrderId}) => [
        `  ${symbol}`,
        side,
        quantity,
        type,
        purpose,
        state,
        paint.dim(clientOrderId),
      ]),
    ),
  ];
};

const factsOf = (status: BotStatus, paint: Paint): [string, string][] => {
  const {mode, venue, simulated, health, pid, url, equity, cash, account, feedAgeMs, lastDecision} = status;
  const process = pid === null ? '' : `, process ${pid}`;

  return [
    ['mode', `${mode.toUpperCase()} on ${venue}${simulated ? ', SIMULATED MARKET' : ''}`],
    ['health', (health === 'ok' ? paint.good : paint.bad)(health)],
    ['page', `${url}/${process}`],
    ['trading', tradingText(status, paint)],
    ['equity', `${equity.current} (opening ${equity.opening}, largest drawdown ${percent(equity.maxDrawdown)})`],
    ['cash', cash],
    ['account', account],
    ['feed', feedAgeMs === null ? 'no data yet' : `last data ${duration(feedAgeMs)} ago`],
    [
      'last decision',
      lastDecision === null
        ? 'none yet'
        : `${lastDecision.text} ${paint.dim(`(seq ${lastDecision.seq}, ${moment(lastDecision.time)})`)}`,
    ],
  ];
};

const tradingText = ({trading}: BotStatus, paint: Paint): string => {
  if (trading.state === 'ACTIVE') return paint.good('ACTIVE');

  return `${paint.bad(trading.state)} ${trading.code ?? ''}: ${trading.reason}`;
};
