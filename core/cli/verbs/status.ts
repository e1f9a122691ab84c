import type {EnvelopeOf} from '../../domain/Event.ts';
import type {HealthReport} from '../../server/protocol.ts';
import {askHealth} from '../askHealth.ts';
import {type BotClient, BotUnreachable} from '../BotClient.ts';
import {decisionSentence} from '../../domain/sentences.ts';
import {EXIT} from '../exitCodes.ts';
import {findBot} from '../findBot.ts';
import {findPlace} from '../findPlace.ts';
import {DATA_DIR, JSON_FLAG, PORT} from '../Flags.ts';
import {type Io, printJson, printLine} from '../Io.ts';
import {paintFor} from '../paint.ts';
import {statusLines} from '../statusLines.ts';
import type {Verb} from '../Verb.ts';

/** What `ogz status --json` prints of a running bot; money and quantities are decimal text. */
export type BotStatus = {
  readonly running: true;
  readonly pid: number | null;
  readonly url: string;
  readonly health: HealthReport['status'];
  readonly mode: string;
  readonly venue: string;
  readonly simulated: boolean;
  readonly seq: number;
  readonly feedAgeMs: number | null;
  /** Whether the books are known to be the venue's, in words. */
  readonly account: string;
  readonly trading: {readonly state: string; readonly code: string | null; readonly reason: string};
  readonly equity: {readonly current: string; readonly opening: string; readonly maxDrawdown: number};
  readonly cash: string;
  readonly positions: readonly StatusPosition[];
  readonly orders: readonly StatusOrder[];
  readonly lastDecision: {readonly seq: number; readonly time: number; readonly text: string} | null;
};

type StatusPosition = {readonly symbol: string; readonly quantity: string; readonly strategy: string};
type StatusOrder = {
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly side: string;
  readonly type: string;
  readonly purpose: string;
  readonly quantity: string;
  readonly status: string;
};

/** Shows what a running bot holds and does. */
export const status: Verb = {
  name: 'status',
  summary: 'Shows mode, equity, positions, orders and the last decision of the running bot.',
  usage: ['status', 'status --json'],
  flags: [DATA_DIR, PORT, JSON_FLAG],
  async run({flags, io}) {
    const place = findPlace(flags, io);
    const {pid, reader} = findBot(place);
    try {
      show(await readStatus(reader, pid), flags.has(JSON_FLAG), io);

      return EXIT.ok;
    } catch (error) {
      if (!(error instanceof BotUnreachable)) throw error;
      if (flags.has(JSON_FLAG)) printJson(io, {running: pid !== null, pid, message: error.message});

      throw new BotUnreachable(absence(error, pid, place.dataDir));
    }
  },
};

const absence = (error: BotUnreachable, pid: number | null, dataDir: string): string =>
  pid === null
    ? `${error.message} No bot runs on data directory "${dataDir}"; start one with: ogz start`
    : `${error.message} Process ${pid} holds data directory "${dataDir}": it is starting, or it hangs. Try again.`;

const show = (found: BotStatus, isJson: boolean, io: Io): void => {
  if (isJson) return printJson(io, found);
  for (const line of statusLines(found, paintFor(io.stdout, io))) printLine(io.stdout, line);
};

/** Of `GET /api/state`, the part that is shown. */
type StateAnswer = Pick<BotStatus, 'trading' | 'cash' | 'equity' | 'seq'> & {
  readonly positions: Readonly<Record<string, StatusPosition>>;
  readonly orders: Readonly<
    Record<string, {readonly intent: StatusOrder; readonly quantity: string; readonly status: string}>
  >;
};

type DecisionAnswer = {readonly seq: number; readonly time: number} & EnvelopeOf<'DecisionMade'>['data'];

const readStatus = async (bot: BotClient, pid: number | null): Promise<BotStatus> => {
  const report = await askHealth(bot);
  const state = (await bot.read('/api/state')) as StateAnswer;
  const {decisions} = (await bot.read('/api/decisions?limit=1')) as {decisions: readonly DecisionAnswer[]};
  const [last] = decisions;
  const {trading, equity} = state;

  return {
    running: true,
    pid,
    url: bot.url,
    health: report.status,
    mode: report.mode,
    venue: report.venue,
    simulated: report.simulated,
    seq: state.seq,
    feedAgeMs: report.checks.feed.ageMs,
    account: accountText(report.checks.broker),
    trading: {state: trading.state, code: trading.code, reason: trading.reason},
    equity: {current: equity.current, opening: equity.opening, maxDrawdown: equity.maxDrawdown},
    cash: state.cash,
    positions: Object.values(state.positions).map(({symbol, quantity, strategy}) => ({symbol, quantity, strategy})),
    orders: Object.values(state.orders).map(orderOf),
    lastDecision: last === undefined ? null : {seq: last.seq, time: last.time, text: decisionText(last)},
  };
};

/** Whether the books are known to be the venue's, and else why not. */
const accountText = ({reconciled, reason}: HealthReport['checks']['broker']): string =>
  reconciled ? 'reconciled' : `not reconciled${reason === undefined ? '' : `: ${reason}`}`;

const orderOf = ({
  intent,
  quantity,
  status,
}: {
  readonly intent: StatusOrder;
  readonly quantity: string;
  readonly status: string;
}): StatusOrder => {
  const {clientOrderId, symbol, side, type, purpose} = intent;

  return {clientOrderId, symbol, side, type, purpose, quantity, status};
};

const decisionText = (decision: DecisionAnswer): string => `${decision.symbol} ${decisionSentence(decision)}`;
