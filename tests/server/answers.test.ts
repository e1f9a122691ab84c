import {afterEach, describe, expect, test} from 'vitest';
import type {AnyEnvelope} from '../../core/domain/Event.ts';
import {HttpProblem} from '../../core/server/errors.ts';
import {KernelWorld} from '../support/kernelWorld.ts';
import {type Answer, HEALTHY, ServedBot, TOKEN} from './ServedBot.ts';

let bot: ServedBot;
afterEach(() => bot.close());

/** A market in which every entry is submitted, accepted and cancelled again. */
const busyWorld = (bars: number): KernelWorld => {
  const world = new KernelWorld();
  for (let bar = 0; bar < bars; bar += 1) {
    world.candle(100 + bar);
    for (const entry of world.orders('entry')) {
      world.accept(entry);
      world.cancel(entry);
    }
  }

  return world;
};

const seqsOf = (list: unknown): number[] => (list as {seq: number}[]).map(({seq}) => seq);

const expectRefusal = (answer: Answer, status: number, code: string): void => {
  expect(answer.body).toMatchObject({error: {code, message: expect.any(String)}, correlationId: expect.any(String)});
  expect(answer.status).toBe(status);
  expect(answer.headers['x-correlation-id']).toBe(answer.body['correlationId']);
};

describe('lists', () => {
  /** Walks a list page by page to its end. */
  const walk = async (name: string, limit: number, query = ''): Promise<number[]> => {
    const seqs: number[] = [];
    for (let before = ''; ; before = `&before=${seqs.at(-1)}`) {
      const {body} = await bot.ask(`/api/${name}?limit=${limit}${query}${before}`);
      const page = seqsOf(body[name === 'journal' ? 'events' : name]);
      seqs.push(...page);
      if (page.length < limit) return seqs;
    }
  };

  const newestFirst = (lines: readonly AnyEnvelope[], type?: string): number[] =>
    lines
      .filter(line => type === undefined || line.type === type)
      .map(({seq}) => seq)
      .reverse();

  test.each([1, 7, 50, 1_000])(
    'pages of %i go from memory into the journal without a gap or a duplicate',
    async limit => {
      const {lines} = busyWorld(8);
      bot = await ServedBot.start({lines, rememberedFrom: 30});
      expect(await walk('journal', limit)).toEqual(newestFirst(lines));
      expect(await walk('decisions', limit)).toEqual(newestFirst(lines, 'DecisionMade'));
      expect(await walk('orders', limit)).toEqual(newestFirst(lines, 'OrderSubmitted'));
      expect(await walk('journal', limit, '&type=OrderAccepted,OrderCanceled')).toEqual(
        newestFirst(lines.filter(({type}) => type === 'OrderAccepted' || type === 'OrderCanceled')),
      );
    },
  );

  test('orders that the state has forgotten, also in between, come back from the journal as they were', async () => {
    const world = busyWorld(8);
    bot = await ServedBot.start({lines: world.lines, rememberedFrom: world.state.seq});
    const {body: before} = await bot.ask('/api/orders');
    bot.state.closedOrders = bot.state.closedOrders.filter((_order, index) => index % 3 === 1);

    expect(seqsOf(before['orders']).length).toBeGreaterThan(5);
    expect((await bot.ask('/api/orders')).body).toEqual(before);
  });

  test('one decision is found by its seq, another line is not', async () => {
    const world = busyWorld(3);
    bot = await ServedBot.start({lines: world.lines, rememberedFrom: world.state.seq});
    const [decision] = world.all('DecisionMade');
    const seq = decision?.seq ?? 0;
    expect((await bot.ask(`/api/decisions/${seq}`)).body).toMatchObject({seq, candleTime: decision?.data.candleTime});
    expectRefusal(await bot.ask(`/api/decisions/${seq - 1}`), 404, 'NO_DECISION');
    expectRefusal(await bot.ask('/api/decisions/999999'), 404, 'NO_DECISION');
  });

  test('an empty journal gives empty lists', async () => {
    bot = await ServedBot.start();
    for (const name of ['fills', 'decisions', 'orders']) {
      expect((await bot.ask(`/api/${name}`)).body).toEqual({[name]: []});
    }
  });

  test.each([
    'fills?limit=0',
    'fills?limit=1001',
    'fills?limit=1e2',
    'fills?limit=-1',
    'fills?limit=1&limit=2',
    'orders?before=x',
    'decisions/x',
    'journal?type=Nonsense',
    'journal?type=constructor',
    'candles?symbol=NOPE',
    'candles?timeframe=7m',
  ])('%s is refused with the path of the mistake', async query => {
    bot = await ServedBot.start();
    const answer = await bot.ask(`/api/${query}`);
    expectRefusal(answer, 400, 'BAD_QUERY');
    expect(answer.body['error']).toMatchObject({path: expect.stringMatching(/limit|before|seq|type|symbol|timeframe/)});
  });
});

describe('commands', () => {
  test('an accepted one says so with its seq', async () => {
    bot = await ServedBot.start();
    const answer = await bot.command({name: 'halt', reason: 'tired'});
    expect(answer).toMatchObject({status: 200, body: {accepted: true, seq: 1, orders: []}});
    expect(bot.commands).toEqual([{name: 'halt', reason: 'tired'}]);
  });

  test('an order is written off by its id, with a reason', async () => {
    bot = await ServedBot.start();
    const answer = await bot.command({name: 'write-off', order: 'ogz-1', reason: 'support says so'});
    expect(answer).toMatchObject({status: 200, body: {accepted: true}});
    expect(bot.writtenOff).toEqual([{order: 'ogz-1', reason: 'support says so'}]);
    for (const lacking of [{}, {order: 'ogz-1'}, {order: 'ogz-1', reason: ' '}, {order: 7, reason: 'x'}, {reason: 'x'}])
      expectRefusal(await bot.command({name: 'write-off', ...lacking}), 400, 'BAD_COMMAND');
    expect(bot.writtenOff).toHaveLength(1);
  });

  test.each([
    ['another name', {name: 'buy'}],
    ['a name that cannot be a text', {name: {toString: 1}}],
    ['a name as deep as it goes', `{"name":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
    ['no name', {}],
    ['a list', []],
    ['a name from the prototype', '{"__proto__":{"name":"halt"}}'],
    ['a reason of another type', {name: 'halt', reason: 7}],
    ['a long reason', {name: 'halt', reason: 'x'.repeat(201)}],
  ])('%s is refused', async (_name, body) => {
    bot = await ServedBot.start();
    expectRefusal(await bot.command(body), 400, 'BAD_COMMAND');
    expect(bot.commands).toEqual([]);
  });

  test('broken JSON, too much of it, another type and another method are told apart', async () => {
    bot = await ServedBot.start();
    expectRefusal(await bot.command('{"name":'), 400, 'BAD_BODY');
    expectRefusal(await bot.command({name: 'halt', more: 'x'.repeat(64 * 1024)}), 413, 'BODY_TOO_LARGE');
    expectRefusal(
      await bot.command('name=halt', {'content-type': 'application/x-www-form-urlencoded'}),
      415,
      'NOT_JSON',
    );
    expectRefusal(await bot.command('{}', {'content-encoding': 'zstd-9'}), 415, 'BAD_BODY');
    expectRefusal(
      await bot.ask('/api/commands', {headers: {authorization: `Bearer ${TOKEN}`}}),
      405,
      'METHOD_NOT_ALLOWED',
    );
    expect(bot.commands).toEqual([]);
  });

  test("the bot's own refusal keeps its status and its hint", async () => {
    bot = await ServedBot.start();
    bot.refusal = new HttpProblem(409, {code: 'HALT_FILE', message: 'halted', hint: 'Remove it.'});
    const answer = await bot.command({name: 'resume'});
    expectRefusal(answer, 409, 'HALT_FILE');
    expect(answer.body['error']).toMatchObject({hint: 'Remove it.'});
  });

  test('what nobody foresaw stays inside, under an id that is in the log', async () => {
    bot = await ServedBot.start();
    bot.refusal = new Error('secret inner thing');
    const answer = await bot.command({name: 'halt'});
    expectRefusal(answer, 500, 'INTERNAL');
    expect(answer.text).not.toContain('inner thing');
    expect(bot.reports).toEqual(['Error: secret inner thing']);
  });
});

describe('every address', () => {
  test.each(['DELETE', 'PUT', 'PATCH', 'POST', 'OPTIONS', 'TRACE'])(
    '%s changes nothing and says what is right',
    async method => {
      bot = await ServedBot.start();
      const answer = await bot.ask('/api/state', {method});
      expectRefusal(answer, 405, 'METHOD_NOT_ALLOWED');
      expect(answer.headers['allow']).toBe('GET, HEAD');
    },
  );

  test.each([
    ['/api/nothing', 404, 'NOT_FOUND'],
    ['/nothing', 404, 'NOT_FOUND'],
    ['/../../etc/passwd', 404, 'NOT_FOUND'],
    ['/%2e%2e/%2e%2e/etc/passwd', 404, 'NOT_FOUND'],
    ['/%E0%A4%A', 404, 'NOT_FOUND'],
    ['/%00', 404, 'NOT_FOUND'],
    ['/api/decisions/%E0%A4%A', 400, 'BAD_ADDRESS'],
  ])('%s is answered in the one form of errors', async (path, status, code) => {
    bot = await ServedBot.start();
    expectRefusal(await bot.ask(path), status, code);
  });

  test('the page and the API carry the headers that protect them', async () => {
    bot = await ServedBot.start();
    for (const path of ['/', '/api/state', '/nothing']) {
      const {headers} = await bot.ask(path);
      expect(headers).toMatchObject({
        'content-security-policy': expect.stringContaining("default-src 'self'"),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      });
      expect(headers['access-control-allow-origin']).toBe(undefined);
      expect(headers['x-powered-by']).toBe(undefined);
    }
    expect((await bot.ask('/')).text).toContain('the page');
  });

  test('exact numbers of the state are decimal text', async () => {
    bot = await ServedBot.start({lines: busyWorld(2).lines});
    const {body} = await bot.ask('/api/state');
    expect(body).toMatchObject({seq: bot.state.seq, cash: expect.stringMatching(/^\d+$/), markets: {'BTC/USD': {}}});
  });
});

describe('health', () => {
  test('is 200 when ok or degraded and 503 when down, and only then', async () => {
    bot = await ServedBot.start();
    for (const [status, code] of [
      ['ok', 200],
      ['degraded', 200],
      ['down', 503],
    ] as const) {
      bot.health = {...HEALTHY, status};
      expect(await bot.ask('/health')).toMatchObject({status: code, body: {status}});
      expect((await bot.ask('/ready')).status).toBe(code);
      expect((await bot.ask('/live')).status).toBe(200);
    }
  });

  test('a bot that has not agreed with its venue is alive and not ready', async () => {
    bot = await ServedBot.start();
    bot.health = {...HEALTHY, status: 'degraded', checks: {...HEALTHY.checks, broker: {ok: false, reconciled: false}}};
    expect(await bot.ask('/ready')).toMatchObject({status: 503, body: {ready: false}});
    expect((await bot.ask('/live')).status).toBe(200);
  });

  test('metrics are text for Prometheus', async () => {
    bot = await ServedBot.start();
    const {headers, text} = await bot.ask('/metrics');
    expect(headers['content-type']).toContain('text/plain; version=0.0.4');
    expect(text).toContain('ogz_');
  });
});
