import {request} from 'node:http';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {BotChild, cleanUp} from '../support/botProcess.ts';

let bot: BotChild;
beforeAll(async () => {
  bot = await BotChild.healthy();
});
afterAll(cleanUp);

/** A request whose Host header is ours to write: `fetch` writes its own. */
const statusOf = (headers: Readonly<Record<string, string>>, path = '/api/state'): Promise<number> =>
  new Promise((resolve, reject) => {
    const asked = request({host: '127.0.0.1', port: bot.port, path, headers}, response => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
    });
    asked.once('error', reject);
    asked.end();
  });

describe('who is not from here', () => {
  test.each(['evil.example', 'localhost.evil.example', '127.0.0.1', '[::1]:1'])('Host %s: 403', async host => {
    expect(await statusOf({host})).toBe(403);
    expect(await statusOf({host}, '/health')).toBe(403);
  });

  test.each(['http://evil.example', 'null', 'https://127.0.0.1'])('Origin %s: 403', async origin => {
    expect(await statusOf({host: `127.0.0.1:${bot.port}`, origin})).toBe(403);
  });

  test.each(['127.0.0.1', 'localhost'])('%s with our port may read', async name => {
    expect(await statusOf({host: `${name}:${bot.port}`, origin: `http://${name}:${bot.port}`})).toBe(200);
  });
});

test('a wrong token is 401 and commands nothing, guessing is slowed down, and the right one still halts', async () => {
  const statuses: number[] = [];
  for (let guess = 0; guess < 7; guess += 1) statuses.push((await bot.command('halt', `guess-number-${guess}`)).status);

  expect(statuses).toEqual([401, 401, 401, 401, 429, 429, 429]);
  expect((await bot.get<{trading: object}>('/api/state')).body.trading).toMatchObject({state: 'ACTIVE'});
  // Whoever fails on purpose must not be able to lock the kill switch.
  expect((await bot.command('halt')).status).toBe(200);
});
