import {connect} from 'node:net';
import {afterEach, describe, expect, test} from 'vitest';
import {LOGIN, type PageSocket, ServedBot, TOKEN} from './ServedBot.ts';

let bot: ServedBot;
afterEach(() => bot.close());

const basic = (password: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`me:${password}`).toString('base64')}`,
});

const joins = (socket: PageSocket): Promise<boolean> =>
  new Promise(done => {
    socket.once('connect', () => done(true));
    socket.once('connect_error', () => done(false));
  });

/** Sends bytes as they stand and gives all that comes back until the connection ends. */
const sendRaw = (bytes: string): Promise<string> =>
  new Promise((done, fail) => {
    const socket = connect(bot.port, '127.0.0.1', () => socket.write(bytes));
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    socket.on('close', () => done(text));
    socket.on('error', fail);
  });

describe('on loopback', () => {
  test.each([
    ['a foreign name', {host: 'evil.example'}, 403],
    ['our name with a foreign end', {host: 'localhost.evil.example:PORT'}, 403],
    ['another port', {host: '127.0.0.1:1'}, 403],
    ['no port', {host: 'localhost'}, 403],
    ['a forwarded name', {host: 'evil.example', 'x-forwarded-host': 'localhost:PORT'}, 403],
    ['our name in capitals', {host: 'LOCALHOST:PORT'}, 200],
    ['IPv6', {host: '[::1]:PORT'}, 200],
    ['our origin', {origin: 'http://127.0.0.1:PORT'}, 200],
    ['a foreign origin', {origin: 'http://evil.example'}, 403],
    ['our name on another port as origin', {origin: 'http://127.0.0.1:1'}, 403],
    ['an opaque origin', {origin: 'null'}, 403],
    ['an image of another site', {'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors'}, 403],
    [
      'a frame of another site',
      {'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe'},
      403,
    ],
    [
      'a link on another site',
      {'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document'},
      200,
    ],
  ])('%s', async (_name, headers, status) => {
    bot = await ServedBot.start();
    const real = Object.entries(headers).map(([name, value]) => [name, value.replace('PORT', String(bot.port))]);
    expect((await bot.ask('/api/state', {headers: Object.fromEntries(real)})).status).toBe(status);
  });

  test('a socket obeys the same rules', async () => {
    bot = await ServedBot.start();
    expect(await joins(bot.connect({origin: 'http://evil.example'}))).toBe(false);
    expect(await joins(bot.connect({host: 'evil.example'}))).toBe(false);
    expect(await joins(bot.connect({origin: `http://127.0.0.1:${bot.port}`}))).toBe(true);
  });

  test('wrong tokens are slowed down, and the right one still commands', async () => {
    bot = await ServedBot.start();
    const statuses: number[] = [];
    for (let guess = 0; guess < 6; guess += 1) {
      const {status} = await bot.command({name: 'halt'}, {authorization: `Bearer guess-${guess}`});
      statuses.push(status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 429, 429]);
    expect(bot.commands).toEqual([]);
    expect((await bot.command({name: 'halt'})).status).toBe(200);

    bot.now += 60_001;
    expect((await bot.command({name: 'halt'}, {authorization: 'Bearer guess'})).status).toBe(401);
  });

  test('a stranger is refused before the body is read', async () => {
    bot = await ServedBot.start();
    const {status} = await bot.command('{"broken', {authorization: 'Bearer wrong'});
    expect(status).toBe(401);
  });
});

describe('bound beyond loopback', () => {
  const start = async (): Promise<void> => {
    bot = await ServedBot.start({host: '0.0.0.0'});
  };

  test.each(['/', '/health', '/metrics', '/api/state', '/api/nothing'])('%s needs a login', async path => {
    await start();
    const refused = await bot.ask(path);
    expect(refused).toMatchObject({status: 401, body: {error: {code: 'LOGIN_NEEDED'}}});
    expect(refused.headers['www-authenticate']).toContain('Basic');
    expect((await bot.ask(path, {headers: basic(LOGIN)})).status).not.toBe(401);
    expect((await bot.ask(path, {headers: {authorization: `Bearer ${TOKEN}`}})).status).not.toBe(401);
  });

  test('a login may look and not command', async () => {
    await start();
    expect(await bot.command({name: 'halt'}, basic(LOGIN))).toMatchObject({
      status: 401,
      body: {error: {code: 'OPERATOR_TOKEN_NEEDED'}},
    });
    expect(bot.commands).toEqual([]);
  });

  test('after wrong passwords the right one has to wait a minute', async () => {
    await start();
    for (let guess = 0; guess < 5; guess += 1) await bot.ask('/health', {headers: basic(`guess-${guess}`)});
    expect((await bot.ask('/health', {headers: basic(LOGIN)})).status).toBe(429);

    bot.now += 60_001;
    expect((await bot.ask('/health', {headers: basic(LOGIN)})).status).toBe(200);
  });

  test('a socket needs it as well', async () => {
    await start();
    expect(await joins(bot.connect())).toBe(false);
    expect(await joins(bot.connect(basic('wrong')))).toBe(false);
    expect(await joins(bot.connect(basic(LOGIN)))).toBe(true);
  });
});

describe('what is no request of ours', () => {
  test.each([
    ['no Host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 403, 'FOREIGN_ORIGIN'],
    ['a header above 8 KB', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(9_000)}\r\n\r\n`, 431, 'HEADER_TOO_LARGE'],
    ['noise', 'hello\r\n\r\n', 400, 'MALFORMED_REQUEST'],
  ])('%s', async (_name, bytes, status, code) => {
    bot = await ServedBot.start();
    const text = await sendRaw(bytes);
    expect(text).toContain(`HTTP/1.1 ${status}`);
    const {error, correlationId} = JSON.parse(text.slice(text.indexOf('\r\n\r\n')));
    expect(error).toMatchObject({code, message: expect.any(String)});
    expect(correlationId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('a header that never ends is cut off within seconds', {timeout: 20_000}, async () => {
    bot = await ServedBot.start();
    const began = performance.now();
    expect(await sendRaw('GET / HTTP/1.1\r\nHost: x\r\n')).toContain('408');
    expect(performance.now() - began).toBeLessThan(12_000);
  });
});

test('no answer holds a token', async () => {
  bot = await ServedBot.start();
  const paths = [
    '/',
    '/health',
    '/live',
    '/ready',
    '/metrics',
    '/api/state',
    '/api/config',
    '/api/candles',
    '/api/fills',
  ];
  for (const path of [...paths, '/api/decisions', '/api/decisions/1', '/api/orders', '/api/journal', '/api/commands']) {
    const {text, headers} = await bot.ask(path, {headers: {authorization: `Bearer ${TOKEN}`}});
    expect(text + JSON.stringify(headers)).not.toContain(TOKEN);
  }
});
