import express, {type Express, type RequestHandler, Router} from 'express';
import type {BotView} from './BotView.ts';
import {commands} from './commands.ts';
import {answerError, HttpProblem, notFound} from './errors.ts';
import type {Guard} from './guard.ts';
import {JournalPages} from './JournalPages.ts';
import {onlyOurs, onlyReading, protectiveHeaders} from './protect.ts';
import {candlesOf, pageOf, seqOf, typesOf} from './queries.ts';
import {decisionView, fillView, isType, orderView, plain, stateView} from './views.ts';

export type HttpParts = {
  readonly bot: BotView;
  readonly guard: Guard;
  /** Folder of the built dashboard. */
  readonly dashboard: string;
  /** Hears of every answer; `route` is one of ours or `other`. */
  readonly onAnswer?: (route: string, status: number) => void;
  readonly report: (error: unknown, correlationId: string) => void;
};

/** Makes the HTTP face of the bot: health, the lists, commands and the page. */
export const createHttp = ({bot, guard, dashboard, onAnswer, report}: HttpParts): Express => {
  const app = express();
  app.disable('x-powered-by');
  if (onAnswer !== undefined) app.use(counting(onAnswer));
  app.use(protectiveHeaders, onlyOurs(guard));
  app.use('/api/commands', commands(bot, guard));
  app.use(onlyReading);
  app.use(health(bot));
  app.use('/api', reading(bot), notFound);
  app.use(page(dashboard), notFound);
  app.use(answerError(report));

  return app;
};

const counting =
  (onAnswer: (route: string, status: number) => void): RequestHandler =>
  (request, response, next) => {
    response.once('finish', () => {
      const path: unknown = request.route?.path;
      onAnswer(typeof path === 'string' ? `${request.baseUrl}${path}` : 'other', response.statusCode);
    });
    next();
  };

const health = (bot: BotView): Router => {
  const router = Router();
  router.get('/health', fresh, (_request, response) => {
    const report = bot.health();
    response.status(report.status === 'down' ? 503 : 200).json(report);
  });
  router.get('/live', fresh, (_request, response) => void response.json({live: true}));
  router.get('/ready', fresh, (_request, response) => {
    const {checks, status} = bot.health();
    const isReady = status !== 'down' && checks.broker.reconciled;
    response.status(isReady ? 200 : 503).json({ready: isReady, checks});
  });
  router.get('/metrics', fresh, async (_request, response) => {
    response.type('text/plain; version=0.0.4').send(await bot.metrics());
  });

  return router;
};

const reading = (bot: BotView): Router => {
  const pages = new JournalPages(bot);
  const router = Router();
  router.use(fresh);
  router.get('/state', (_request, response) => void response.json(stateView(bot.state())));
  router.get('/config', (_request, response) => void response.json(plain(bot.config())));
  router.get('/candles', (request, response) => void response.json(candlesOf(bot, request)));
  router.get('/fills', async (request, response) => {
    const lines = await pages.lines(pageOf(request), ['OrderFilled']);
    response.json({fills: lines.filter(isType('OrderFilled')).map(fillView)});
  });
  router.get('/decisions', async (request, response) => {
    const lines = await pages.lines(pageOf(request), ['DecisionMade']);
    response.json({decisions: lines.filter(isType('DecisionMade')).map(decisionView)});
  });
  router.get('/decisions/:seq', async (request, response) => {
    const seq = seqOf(request.params.seq);
    const [line] = await pages.lines({before: seq + 1, limit: 1});
    if (line?.type !== 'DecisionMade' || line.seq !== seq) throw noDecision(seq);
    response.json(decisionView(line));
  });
  router.get('/orders', async (request, response) => {
    response.json({orders: (await pages.orders(pageOf(request))).map(orderView)});
  });
  router.get('/journal', async (request, response) => {
    response.json({events: await pages.lines(pageOf(request), typesOf(request))});
  });

  return router;
};

const noDecision = (seq: number): HttpProblem =>
  new HttpProblem(404, {
    code: 'NO_DECISION',
    message: `Line ${seq} is not a decision.`,
    path: 'seq',
    hint: 'GET /api/decisions lists their seq.',
  });

/** What is true now is not kept by anybody. */
const fresh: RequestHandler = (_request, response, next) => {
  response.set('cache-control', 'no-store');
  next();
};

const page = (dashboard: string): Router => {
  const router = Router();
  router.use(express.static(dashboard, {index: 'index.html', maxAge: 0, redirect: false}));
  router.get('/', () => {
    throw new HttpProblem(503, {
      code: 'NO_DASHBOARD',
      message: 'The dashboard is not built.',
      hint: 'Run `npm run build`, then reload.',
    });
  });

  return router;
};
