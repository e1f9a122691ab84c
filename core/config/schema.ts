import {DEFAULT_BRAIN} from '../brain/defaultBrainSettings.ts';
import {STRATEGIES} from '../brain/strategies/index.ts';
import {TIMEFRAMES} from '../domain/Candle.ts';
import type {ReconcileSettings} from '../domain/Settings.ts';
import {type Branch, branch, choice, integer, type Leaf, number, share, text, texts, toggle} from './leaf.ts';
import {DEFAULT_FILL_SETTINGS as fills, type FillSettings} from '../matching/FillSettings.ts';
import {riskSchema} from './riskSchema.ts';
import {strategiesSchema} from './strategiesSchema.ts';
import {VENUES} from './venues.ts';

const SYMBOL = '^[A-Z0-9]{2,12}/[A-Z0-9]{2,12}$';
const MONEY_ABOVE_ZERO = '^(?!0+(\\.0+)?$)\\d{1,15}(\\.\\d{1,12})?$';

const speed: Leaf = {
  anyOf: [{type: 'number', minimum: 0.01, maximum: 100_000}, {enum: ['max', 'auto']}],
  default: 'auto',
  description:
    'Market seconds that pass in one real second; max is as fast as possible, auto is 60, and 10 on kraken-sim.',
  expected: 'a number from 0.01 to 100000, max or auto',
};

const market = branch('Where prices come from.', {
  venue: choice(
    VENUES,
    'sim',
    'sim makes its own market, replay plays recorded ones, kraken-sim is an exchange of its own behind the real adapter, kraken has real prices; all trade on paper.',
  ),
  symbols: texts(
    [],
    {pattern: SYMBOL, minItems: 0, maxItems: 20},
    'up to 20 different markets like BTC/USD',
    'Markets to trade; none means all of the simulated market, or those that the recorded files are named for.',
  ),
  dataFiles: texts(
    [],
    {pattern: '.', minItems: 0, maxItems: 20},
    'up to 20 different file names',
    'Recorded markets for replay, one file for each symbol, in their order.',
  ),
  speed,
  timeframe: choice(
    ['auto', ...TIMEFRAMES],
    'auto',
    'Candles that the brain decides on; auto is the finest that the venue has.',
  ),
  kind: choice(
    ['auto', 'spot', 'margin'],
    'auto',
    'spot cannot be sold short, margin can; auto is margin on sim and spot on replay.',
  ),
  exchange: text(
    '',
    '^(https?://[^/?#@]+)?$',
    'an address like http://127.0.0.1:8787, or nothing',
    'Simulated exchange on this machine that kraken-sim joins, with its key in OGZ_EXCHANGE_KEY and OGZ_EXCHANGE_SECRET; none starts one of its own.',
  ),
  historyBars: integer(500, 0, 5_000, 'Closed candles that warm the indicators up before the first decision.'),
});

const account = branch('The paper account.', {
  openingCash: text(
    '10000',
    MONEY_ABOVE_ZERO,
    'an amount above zero in quotes, such as 10000 or 2500.50',
    "Cash of a new account, in the markets' quote currency; an old one goes on with what it has.",
  ),
});

const lease = branch('How one bot keeps an account at an exchange to itself, on this machine.', {
  directory: text(
    '~/.local/state/ogz-prime/leases',
    '.',
    'a folder name',
    'Folder of the leases, the same for all bots of this machine; ~ is your home.',
  ),
  forMs: integer(10_000, 500, 60_000, 'How long an account stays with a bot that does not renew its lease, ms.'),
});

const reconcile = branch("How the books are kept in step with the venue's.", {
  intervalMs: integer(60_000, 5_000, 3_600_000, 'Market time between two comparisons while they agree, ms.'),
  onMismatch: choice(
    ['adopt', 'reduce', 'halt'],
    'reduce',
    'What a difference that stays does: adopt follows the venue, reduce allows only orders that reduce, halt allows none.',
  ),
  roundingCash: text(
    '0.01',
    '^\\d{1,15}(\\.\\d{1,12})?$',
    'an amount in quotes, such as 0.01 or 0',
    "A difference in cash up to this is the venue's rounding and is followed without an alarm.",
  ),
  foreignOrders: choice(
    ['count', 'deny'],
    'count',
    'Orders of others on the account: count lets them use up the limits, deny allows no entry while there are any.',
  ),
} satisfies Record<keyof ReconcileSettings, Leaf>);

const {patternMemory: patterns} = DEFAULT_BRAIN;

const brain = branch('How opinions become decisions.', {
  strategies: strategiesSchema(STRATEGIES),
  minConfidence: share(DEFAULT_BRAIN.minConfidence, 'A signal below it cannot win.'),
  patternMemory: branch('What the bot remembers of shapes and their outcome.', {
    enabled: toggle(patterns.enabled, 'Whether pattern memory has a say.'),
    horizonBars: integer(
      patterns.horizonBars,
      1,
      1_000,
      'Bars after which the move that followed a shape is measured.',
    ),
    neighbours: integer(patterns.neighbours, 1, 500, 'Nearest shapes that are asked.'),
    capacity: integer(patterns.capacity, 10, 100_000, 'Shapes kept per market; the oldest go first.'),
    decay: share(patterns.decay, 'Weight lost per remembered bar of age.'),
    quarantineAfterLosses: integer(
      patterns.quarantineAfterLosses,
      1,
      1_000,
      'Net losing trades after which a shape is quarantined.',
    ),
  }),
  trai: branch("TRAI's say on the winner.", {
    mode: choice(
      ['passive', 'advisory', 'hybrid', 'autonomous'],
      DEFAULT_BRAIN.trai.mode,
      'passive watches, advisory comments, hybrid may veto, autonomous decides.',
    ),
    vetoBelow: share(DEFAULT_BRAIN.trai.vetoBelow, 'Score below which TRAI vetoes.'),
  }),
});

const fillModel = branch('How paper orders are filled.', {
  latencyMs: integer(fills.latencyMs, 0, 60_000, 'Time between a decision and its arrival at the market, ms.'),
  halfSpreadBps: number(
    fills.halfSpreadBps,
    0,
    1_000,
    'Half the bid-ask spread where no book is known, in 0.01 % of the price.',
  ),
  slippageBps: number(fills.slippageBps, 0, 1_000, 'Least slippage of an order that takes, in 0.01 % of the price.'),
  impact: number(fills.impact, 0, 100, 'Slippage grows with impact x volatility x sqrt(size / volume).'),
  maxVolumeShare: share(fills.maxVolumeShare, "Largest part of a bar's volume that our orders may take."),
  policy: choice(
    ['stop', 'worst', 'best'],
    fills.policy,
    'What counts when one bar cannot tell whether stop or target came first.',
  ),
} satisfies Record<keyof FillSettings, Leaf>);

const server = branch('The HTTP server and dashboard.', {
  host: text(
    '127.0.0.1',
    '^[A-Za-z0-9.:_-]{1,253}$',
    'an address like 127.0.0.1',
    'Address to listen on; beyond this machine OGZ_LOGIN_TOKEN must be set.',
  ),
  port: integer(3010, 0, 65_535, 'Port to listen on; 0 takes a free one.'),
});

const logging = branch('The log.', {
  level: choice(
    ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
    'info',
    'Least important lines that are written.',
  ),
  file: text('logs/out.log', '.', 'a file name', 'JSON lines go here.'),
});

const memory = branch('The memory watch.', {
  checkIntervalMs: integer(60_000, 10, 86_400_000, 'Time between two looks, ms.'),
  maxHeapUsedBytes: integer(500_000_000, 1, 64_000_000_000, 'Heap above which the bot raises an alarm.'),
});

const loop = branch('The event loop monitor.', {
  checkIntervalMs: integer(10_000, 100, 3_600_000, 'Length of the window that the p99 is taken over, ms.'),
  maxP99Ms: integer(250, 1, 60_000, 'Delay above which health is degraded, ms.'),
});

const journal = branch('The journal.', {
  segmentBytes: integer(67_108_864, 4_096, 4_294_967_296, 'Size at which a new segment file begins.'),
});

/** The one JSON Schema of the configuration, with each key's meaning and default. */
export const configSchema: Branch = branch('Configuration of OGZ Prime.', {
  market,
  trading: branch('How orders are meant.', {
    mode: choice(['paper'], 'paper', 'paper trades no real money; there is no other mode yet.'),
  }),
  account,
  lease,
  brain,
  risk: riskSchema,
  reconcile,
  fillModel,
  server,
  dataDir: text('data', '.', 'a folder name', 'Folder of the journal and everything that the bot keeps.'),
  logging,
  memory,
  loop,
  journal,
  seed: integer(1, 0, 4_294_967_295, 'Seed of everything that is drawn by lot.'),
});
