import {existsSync} from 'node:fs';
import {join} from 'node:path';
import express, {type Express, type Request} from 'express';
import {isTimeframe} from '../domain/Candle.ts';
import type {EventType} from '../domain/Event.ts';
import {MAX_CANDLES} from '../runtime/CandleStore.ts';
import type {BotView} from './BotView.ts';
import {commands} from './commands.ts';
import {answerError, HttpProblem, notFound} from './errors.ts';
import {type Guard, onlyOurs, protectiveHeaders} from './guard.ts';
import {type Page, pageOfLines, pageOfOrders} from './lists.ts';
import {decisionView, fillView, isType, orderView, plain, stateView} from './views.ts';

export type HttpParts = {
  readonly bot: BotView;
  readonly guard: Guard;
  /** Folder of the built dashboard. */
  readonly dashboard: string;
  readonly report: (error: unknown, correlationId: string) => void;
};

/** Makes the HTTP face of the bot: health, the lists, commands and the page. */
export const createHttp = ({bot, guard, dashboard, report}: HttpParts): Express => {
  const app = express();
  app.disable('x-powered-by');
  app.use(protectiveHeaders, onlyOurs(guard));
  health(app, bot);
  reading(app, bot);
  app.use('/api/commands', commands(bot, guard));
  app.use('/api', notFound);
  page(app, dashboard);
  app.use(notFound);
  app.use(answerError(report));

  return app;
};

const health = (app: Express, bot: BotView): void => {
  app.get('/health', (_request, response) => {
    const report = bot.health();
    response.status(report.status === 'down' ? 503 : 200).json(report);
  });
  app.get('/live', (_request, response) => void response.json({live: true}));
  app.get('/ready', (_request, response) => {
    const {checks, status} = bot.health();
    const isReady = status !== 'down' && checks.broker.reconciled && checks.feed.ok;
    response.status(isReady ? 200 : 503).json({ready: isReady, checks});
  });
  app.get('/metrics', async (_request, response) => {
    response.type('text/plain; version=0.0.4').send(await bot.metrics());
  });
};

const reading = (app: Express, bot: BotView): void => {
  app.get('/api/state', (_request, response) => void response.json(stateView(bot.state())));
  app.get('/api/config', (_request, response) => void response.json(plain(bot.config())));
  app.get('/api/candles', (request, response) => void response.json(candles(bot, request)));
  app.get('/api/fills', async (request, response) => {
    const lines = await pageOfLines(bot, pageOf(request), ['OrderFilled']);
    response.json({fills: lines.filter(isType('OrderFilled')).map(fillView)});
  });
  app.get('/api/decisions', async (request, response) => {
    const lines = await pageOfLines(bot, pageOf(request), ['DecisionMade']);
    response.json({decisions: lines.filter(isType('DecisionMade')).map(decisionView)});
  });
  app.get('/api/decisions/:seq', async (request, response) => {
    const seq = wholeNumber(request.params.seq, 'seq', {least: 1, most: Number.MAX_SAFE_INTEGER});
    const [line] = await pageOfLines(bot, {before: seq + 1, limit: 1}, ['DecisionMade']);
    if (line?.type !== 'DecisionMade' || line.seq !== seq) throw noDecision(seq);
    response.json(decisionView(line));
  });
  app.get('/api/orders', async (request, response) => {
    response.json({orders: (await pageOfOrders(bot, pageOf(request))).map(orderView)});
  });
  app.get('/api/journal', async (request, response) => {
    const type = request.query['type'];
    const types = typeof type === 'string' ? (type.split(',') as EventType[]) : [];
    response.json({events: await pageOfLines(bot, pageOf(request), types)});
  });
};

const noDecision = (seq: number): HttpProblem =>
  new HttpProblem(404, {
    code: 'NO_DECISION',
    message: `Line ${seq} is not a decision.`,
    path: 'seq',
    hint: 'GET /api/decisions lists their seq.',
  });

const candles = (bot: BotView, request: Request) => {
  const symbol = String(request.query['symbol'] ?? bot.symbols[0]);
  const timeframe = String(request.query['timeframe'] ?? bot.timeframe);
  if (!bot.symbols.includes(symbol)) throw badQuery('symbol', symbol, bot.symbols);
  if (!isTimeframe(timeframe) || !bot.timeframes.includes(timeframe))
    throw badQuery('timeframe', timeframe, bot.timeframes);
  const limit = wholeNumber(request.query['limit'] ?? '500', 'limit', {least: 1, most: MAX_CANDLES});

  return bot.series(symbol, timeframe, limit);
};

const badQuery = (path: string, value: string, known: readonly string[]): HttpProblem =>
  new HttpProblem(400, {code: 'BAD_QUERY', path, message: `Unknown ${path} "${value}". Known: ${known.join(', ')}.`});

const pageOf = ({query}: Request): Page => ({
  limit: wholeNumber(query['limit'] ?? '100', 'limit', {least: 1, most: 1_000}),
  before: wholeNumber(query['before'] ?? String(Number.MAX_SAFE_INTEGER), 'before', {
    least: 1,
    most: Number.MAX_SAFE_INTEGER,
  }),
});

const wholeNumber = (value: unknown, path: string, {least, most}: {least: number; most: number}): number => {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  const message = `"${String(value)}" is not a whole number from ${least} to ${most}.`;
  throw new HttpProblem(400, {code: 'BAD_QUERY', path, message});
};

const page = (app: Express, dashboard: string): void => {
  if (!existsSync(join(dashboard, 'index.html'))) {
    app.get('/', () => {
      throw new HttpProblem(503, {
        code: 'NO_DASHBOARD',
        message: 'The dashboard is not built.',
        hint: 'Run `npm run build`, then reload.',
      });
    });
    return;
  }
  app.use(express.static(dashboard, {index: 'index.html', maxAge: 0, etag: true}));
};
