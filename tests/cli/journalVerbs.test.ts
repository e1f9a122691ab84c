import {cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {beforeAll, describe, expect, it} from 'vitest';
import {decisionSentence} from '../../core/domain/sentences.ts';
import {describeReason} from '../../core/domain/Decision.ts';
import type {AnyEnvelope, EnvelopeOf, EventType} from '../../core/domain/Event.ts';
import {readLines} from '../../core/runtime/readLines.ts';
import {decisionSentence as sentenceOnThePage} from '../../dashboard/src/words.ts';
import {ogz, temporaryFolder, wanderingBars} from './ogz.ts';
import {spawnOgz} from './spawnOgz.ts';

const cwd = temporaryFolder();
const FILE = 'test_BTCUSDT_1m.csv.gz';
const lines: AnyEnvelope[] = [];

/** A bot trades a small file to its end, so that there is a journal with all that belongs to one. */
beforeAll(async () => {
  writeFileSync(join(cwd, FILE), gzipSync(wanderingBars(1_500)));
  const args = [
    'start',
    '--market',
    'replay',
    '--data',
    FILE,
    '--speed',
    'max',
    '--port',
    '0',
    '--set',
    'logging.file=out.log',
  ];
  const {code, stderr} = await spawnOgz(args, cwd).ended;
  if (code !== 0) throw new Error(`The bot ended in ${code}: ${stderr}`);
  for await (const line of readLines(join(cwd, 'data/journal'))) lines.push(line);
});

const first = <Type extends EventType>(
  type: Type,
  wanted: (line: EnvelopeOf<Type>) => boolean = () => true,
): EnvelopeOf<Type> => {
  const line = lines.find(
    (each): each is EnvelopeOf<Type> & AnyEnvelope => each.type === type && wanted(each as EnvelopeOf<Type>),
  );
  if (line === undefined) throw new Error(`The journal has no such ${type}.`);

  return line;
};

type Explained = {
  readonly text: string;
  readonly decision: EnvelopeOf<'DecisionMade'>['data'] & {readonly seq: number};
  readonly outcome: {
    readonly denied: {readonly seq: number} | null;
    readonly orders: readonly {
      readonly seq: number;
      readonly status: string;
      readonly fills: readonly {seq: number}[];
    }[];
    readonly trade: {readonly seq: number; readonly netPnl: string} | null;
  };
};

const explain = async (...args: string[]): Promise<Explained> => {
  const {code, stderr, json} = await ogz(['explain', ...args, '--json'], {cwd});
  expect({code, stderr}).toEqual({code: 0, stderr: ''});

  return json as Explained;
};

describe('ogz explain', () => {
  it('says of a hold what each strategy measured, and that nothing came of it', async () => {
    const decision = first('DecisionMade', ({data}) => data.verdict === 'hold');
    const {code, stdout, stderr} = await ogz(['explain', String(decision.seq)], {cwd});

    expect({code, stderr}).toEqual({code: 0, stderr: ''});
    expect(stdout.split('\n')[0]).toBe(`No trade: ${describeReason(decision.data.reason)}`);
    for (const {strategy, reason} of decision.data.signals) {
      expect(stdout).toMatch(new RegExp(`^  ${strategy} .*`, 'm'));
      expect(stdout).toContain(describeReason(reason));
    }
    expect(stdout).toContain('The brain held, so no order went to the gates.');
    expect(stdout).toMatch(/Outcome\n {2}No order\.\n$/);
  });

  it('follows an entry through its fills to the closed trade', async () => {
    const trade = first('PositionClosed');
    const {decision, outcome} = await explain(String(trade.data.decision));
    const orders = lines.filter(line => line.type === 'OrderSubmitted' && line.data.decision === decision.seq);
    const ids = new Set(orders.map(line => (line.type === 'OrderSubmitted' ? line.data.clientOrderId : '')));
    const fills = lines.filter(line => line.type === 'OrderFilled' && ids.has(line.data.clientOrderId));

    expect(decision).toMatchObject({seq: trade.data.decision, verdict: 'enter'});
    expect(outcome.trade).toMatchObject({seq: trade.seq, netPnl: trade.data.netPnl});
    expect(outcome.orders.map(order => order.seq)).toEqual(orders.map(line => line.seq));
    expect(outcome.orders.flatMap(order => order.fills.map(fill => fill.seq)).toSorted((a, b) => a - b)).toEqual(
      fills.map(line => line.seq),
    );
    expect(outcome.orders.map(order => order.status)).not.toContain('submitted');
  });

  it('prints every gate with value and limit, TRAI and the result', async () => {
    const trade = first('PositionClosed');
    const decision = first('DecisionMade', ({seq}) => seq === trade.data.decision);
    const {stdout} = await ogz(['explain', String(trade.seq)], {cwd});

    expect(stdout).toContain(`${decision.data.winner?.strategy} `);
    expect(stdout).toContain('(wins)');
    expect(decision.data.gates.length).toBeGreaterThan(10);
    for (const {value, limit} of decision.data.gates) {
      if (value !== null && limit !== null)
        expect(stdout).toMatch(new RegExp(`passed .* ${value} +limit ${limit}$`, 'm'));
    }
    for (const thought of decision.data.trai?.thoughts ?? []) expect(stdout).toContain(describeReason(thought));
    expect(stdout).toContain(`closed by ${trade.data.exitReason} at ${trade.data.exitPrice}`);
    expect(stdout).toContain(`net ${trade.data.netPnl} after fees ${trade.data.fees}`);
  });

  it('goes back from any line of a trade to its decision', async () => {
    const trade = first('PositionClosed');
    const order = first(
      'OrderSubmitted',
      ({data}) => data.purpose === 'entry' && data.decision === trade.data.decision,
    );
    const fill = first('OrderFilled', ({data}) => data.clientOrderId === order.data.clientOrderId);
    const opened = first('PositionOpened', ({data}) => data.decision === trade.data.decision);
    const candle = first(
      'CandleClosed',
      ({seq}) => seq === first('DecisionMade', line => line.seq === trade.data.decision).cause,
    );

    for (const {seq} of [order, fill, opened, trade, candle]) {
      expect((await explain(String(seq))).decision.seq).toBe(trade.data.decision);
    }
  });

  it('names the denial of an order that our own risk layer refused', async () => {
    const denied = first('OrderDenied');
    const {decision, outcome, text} = await explain(String(denied.seq));

    expect(decision).toMatchObject({seq: denied.data.decision, verdict: 'denied'});
    expect(outcome).toMatchObject({denied: {seq: denied.seq}, orders: [], trade: null});
    expect(text).toMatch(/ denied: /);
    expect((await ogz(['explain', String(denied.seq)], {cwd})).stdout).toMatch(/^ {2}DENIED/m);
  });

  it('takes the latest decision at or before a time, and the last of all without a word', async () => {
    const decisions = lines.filter((line): line is EnvelopeOf<'DecisionMade'> => line.type === 'DecisionMade');
    const [some, last] = [decisions[100], decisions.at(-1)];
    const time = some?.time ?? 0;

    expect((await explain(new Date(time).toISOString())).decision.seq).toBe(some?.seq);
    expect((await explain(String(time + 59_000), '--symbol', 'BTC/USDT')).decision.seq).toBe(some?.seq);
    expect((await explain()).decision.seq).toBe(last?.seq);
  });

  it('says every decision in the words of the page, which shortens its numbers', () => {
    const words = (text: string): string => text.replace(/[-\u2212]?\d[\d.\u202f]*/g, '#');
    for (const line of lines) {
      if (line.type !== 'DecisionMade') continue;
      expect(words(decisionSentence(line.data))).toBe(words(sentenceOnThePage(line.data)));
    }
  });

  it.each([
    [['soon'], 2, '"soon" is neither the seq of a journal line'],
    [['0'], 2, '"0" is neither the seq of a journal line'],
    [['99999999'], 1, 'The journal has no line 99999999'],
    [['1'], 1, 'Line 1 is RunStarted and no decision led to it or came of it.'],
    [['1999-01-01'], 1, 'The journal has no decision up to 1999-01-01T00:00:00.000Z.'],
    [['--symbol', 'DOGE/USD'], 1, 'The journal has no decision on "DOGE/USD".'],
    [['1', '2'], 2, 'Unexpected argument "2".'],
    [['--data-dir', 'elsewhere'], 1, 'There is no journal in'],
  ])('%j ends in %i', async (args, code, text) => {
    const outcome = await ogz(['explain', ...args], {cwd});

    expect(outcome).toMatchObject({code, stdout: ''});
    expect(outcome.stderr).toContain(text);
  });
});

/** The data directory once more, with its first segment changed. */
const copyWith = (name: string, change: (text: string) => string): string => {
  cpSync(join(cwd, 'data'), join(cwd, name), {recursive: true});
  const folder = join(cwd, name, 'journal');
  const [segment = ''] = readdirSync(folder);
  writeFileSync(join(folder, segment), change(readFileSync(join(folder, segment), 'utf8')));

  return name;
};

describe('ogz replay', () => {
  it('folds the journal, and folds it to the same state every time', async () => {
    const [one, other] = [await ogz(['replay', '--json'], {cwd}), await ogz(['replay', '--json'], {cwd})];

    expect(one).toMatchObject({code: 0, stderr: ''});
    expect(one.json).toEqual({
      events: lines.length,
      inputs: expect.any(Number),
      stateHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      equal: null,
    });
    expect(other.json).toEqual(one.json);
  });

  it('proves that the engine writes the same journal from its inputs', async () => {
    const [folded, verified] = [
      await ogz(['replay', '--json'], {cwd}),
      await ogz(['replay', '--verify', '--json'], {cwd}),
    ];

    expect(verified.code).toBe(0);
    expect(verified.json).toEqual({...(folded.json as object), equal: true});
    expect((await ogz(['replay', '--verify'], {cwd})).stdout).toMatch(/^equal +yes$/m);
  });

  it('ends in 1 on a damaged journal, with file, line and what to do', async () => {
    const name = copyWith('damaged', text => text.replace('"type":"DecisionMade"', '"type":"DecisionMake"'));
    const {code, stdout, stderr} = await ogz(['replay', '--verify', '--data-dir', name], {cwd});

    expect({code, stdout}).toEqual({code: 1, stdout: ''});
    expect(stderr).toMatch(/^Journal damaged: ".*journal-000000000001\.ndjson" line \d+: its bytes have the crc/);
    expect(stderr).toContain('Restore the file from a backup');
  });

  it('ends in 1 where there is no journal', async () => {
    expect(await ogz(['replay', '--data-dir', 'elsewhere'], {cwd})).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('Is --data-dir right?'),
    });
  });
});

describe('ogz patterns', () => {
  it('sums up the memory file', async () => {
    const {code, json} = await ogz(['patterns', '--json'], {cwd});

    expect(code).toBe(0);
    expect(json).toMatchObject({path: join(cwd, 'data/pattern-memory.json'), seq: expect.any(Number)});
    const {shapes, outcomes, quarantined, markets} = json as Record<string, number> & {markets: object[]};
    expect(markets).toEqual([{symbol: 'BTC/USDT', shapes, outcomes}]);
    expect(shapes).toBeGreaterThan(1_000);
    expect(quarantined).toBeGreaterThanOrEqual(0);
    expect((await ogz(['patterns'], {cwd})).stdout).toMatch(/^shapes +[\d,]+$/m);
  });

  it('leaves an unreadable file where it is', async () => {
    mkdirSync(join(cwd, 'odd'));
    const path = join(cwd, 'odd/pattern-memory.json');
    writeFileSync(path, '{"format":9}');

    expect(await ogz(['patterns', '--data-dir', 'odd'], {cwd})).toMatchObject({
      code: 1,
      stderr: `"${path}" is unreadable: format is "9"; expected 1. The next start sets it aside and keeps it.\n`,
    });
    expect(readdirSync(join(cwd, 'odd'))).toEqual(['pattern-memory.json']);
  });

  it('ends in 1 where no bot has run', async () => {
    expect(await ogz(['patterns', '--data-dir', 'elsewhere'], {cwd})).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('a bot writes it at its first start'),
    });
  });
});

describe('ogz doctor with a journal', () => {
  const journalOf = async (name: string): Promise<unknown> => {
    const {json} = await ogz(['doctor', '--data-dir', name, '--json'], {cwd});

    return (json as {checks: {check: string}[]}).checks.find(({check}) => check === 'journal');
  };

  it('proves it line by line', async () => {
    const text = `${lines.length.toLocaleString('en')} lines in 1 segment, every one proven`;

    expect(await journalOf('data')).toMatchObject({state: 'ok', text, advice: null});
  });

  it('warns of an interrupted write, which the next start mends', async () => {
    const name = copyWith('torn', text => text.slice(0, -20));

    expect(await journalOf(name)).toMatchObject({state: 'warn', text: expect.stringContaining('interrupted write')});
  });

  it('fails on damage, and names file, line and what is whole before it', async () => {
    const name = copyWith('bent', text => text.replace('"type":"DecisionMade"', '"type":"DecisionMake"'));

    expect(await journalOf(name)).toMatchObject({
      state: 'fail',
      text: expect.stringMatching(/line \d+/),
      advice: expect.stringContaining('lines before it are whole'),
    });
    expect((await ogz(['doctor', '--data-dir', name], {cwd})).code).toBe(1);
  });
});
