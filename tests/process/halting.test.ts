import {execFile} from 'node:child_process';
import {rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {afterEach, describe, expect, test} from 'vitest';
import type {AnyEnvelope} from '../../core/domain/Event.ts';
import {evolve} from '../../core/kernel/evolve.ts';
import {emptyState, type State} from '../../core/kernel/State.ts';
import {BotChild, cleanUp, NODE, ROOT, temporaryDirectory} from '../support/botProcess.ts';
import {ofType} from '../support/kernelWorld.ts';
import {until} from '../support/until.ts';

afterEach(cleanUp);

const FAST = ['--speed', '600'];
/** Decisions after a halt that show that nothing follows it. */
const DECISIONS = 20;

const run = promisify(execFile);

const fold = (lines: readonly AnyEnvelope[]): State => {
  const state = emptyState();
  for (const line of lines) evolve(state, line);

  return state;
};

/** A bot that holds something with its bracket resting. */
const holdingBot = async (): Promise<BotChild> => {
  const bot = await BotChild.healthy({args: FAST});
  await until('a stop rests', async () => {
    const orders = [...fold(await bot.journal()).orders.values()];
    return orders.some(({intent, status}) => intent.purpose === 'stop' && status === 'OPEN');
  });

  return bot;
};

const HALTS: Readonly<Record<string, (bot: BotChild) => Promise<unknown>>> = {
  'POST /api/commands': async bot =>
    expect(await bot.command('halt')).toMatchObject({status: 200, body: {accepted: true}}),
  'the HALT file': async ({dataDir}) => writeFileSync(join(dataDir, 'HALT'), ''),
  'the command line': ({dataDir, port}) =>
    run(NODE, [join(ROOT, 'core/cli.ts'), 'halt', '--data-dir', dataDir, '--port', String(port)]),
};

describe.each(Object.entries(HALTS))('a halt by %s', (_name, halt) => {
  test('is the last word: nothing new, what rests is cancelled, and a restart keeps it', async () => {
    const bot = await holdingBot();
    await halt(bot);
    const halted = await bot.line('the halt', line => line.type === 'TradingHalted');
    const lines = await until('the market goes on for a while', async () => {
      const now = await bot.journal();
      return ofType(now, 'DecisionMade').filter(({seq}) => seq > halted.seq).length > DECISIONS && now;
    });

    const later = ofType(lines, 'OrderSubmitted').filter(({seq}) => seq > halted.seq);
    // Only what closes a position at its stop may leave, and it never opens one.
    expect(later.filter(({data}) => data.purpose !== 'exit' || !data.reduceOnly)).toEqual([]);
    expect([...fold(lines).orders.values()].filter(({intent}) => intent.purpose !== 'exit')).toEqual([]);

    await bot.kill();
    const again = await BotChild.healthy({dataDir: bot.dataDir, args: FAST});
    expect((await again.get<{trading: object}>('/api/state')).body.trading).toMatchObject({state: 'HALTED'});
  });
});

test('the answer to a halt names its line and the orders that it cancels', async () => {
  const bot = await holdingBot();
  const {body} = await bot.command('halt');
  const lines = await bot.journal();

  expect(lines[body.seq - 1]).toMatchObject({type: 'OperatorCommanded', data: {name: 'halt', by: 'api'}});
  expect(body.orders).toEqual(
    ofType(lines, 'CancelRequested')
      .filter(({cause}) => cause === body.seq)
      .map(({data}) => data.clientOrderId),
  );
  expect(body.orders.length).toBeGreaterThan(0);
});

test('resume takes the token, and trading goes on', async () => {
  const bot = await holdingBot();
  const {body} = await bot.command('halt');
  expect((await bot.command('resume')).status).toBe(200);

  await until('an entry leaves after the halt', async () =>
    ofType(await bot.journal(), 'OrderSubmitted').some(({seq, data}) => seq > body.seq && data.purpose === 'entry'),
  );
  expect((await bot.get<{trading: object}>('/api/state')).body.trading).toMatchObject({state: 'ACTIVE'});
});

test('flatten leaves nothing open', async () => {
  const bot = await holdingBot();
  expect((await bot.command('flatten')).status).toBe(200);
  const state = await until('every position is closed', async () => {
    const now = fold(await bot.journal());
    return now.positions.size === 0 && now.orders.size === 0 && now;
  });

  expect(state.trading.state).toBe('HALTED');
  expect(state.trades.some(({trade}) => trade.exitReason === 'operator')).toBe(true);
});

describe('a HALT file that is there at the start', () => {
  const KINDS: Readonly<Record<string, (path: string) => void>> = {
    empty: path => writeFileSync(path, ''),
    'a link to nowhere': path => symlinkSync('/nowhere/at/all', path),
    'a link to itself': path => symlinkSync(path, path),
  };

  test.each(Object.entries(KINDS))('%s: halts before the first price', async (_name, make) => {
    const dataDir = temporaryDirectory();
    make(join(dataDir, 'HALT'));
    const bot = await BotChild.healthy({dataDir, args: FAST});
    const lines = await until('decisions are made', async () => {
      const now = await bot.journal();
      return ofType(now, 'DecisionMade').length > DECISIONS && now;
    });

    const halted = ofType(lines, 'TradingHalted')[0]?.seq ?? Number.POSITIVE_INFINITY;
    expect(halted).toBeLessThan(ofType(lines, 'DecisionMade')[0]?.seq ?? 0);
    expect(ofType(lines, 'OrderSubmitted')).toEqual([]);
  });

  test('keeps a resume from working until it is gone', async () => {
    const dataDir = temporaryDirectory();
    writeFileSync(join(dataDir, 'HALT'), '');
    const bot = await BotChild.healthy({dataDir, args: FAST});

    const refused = await bot.command('resume');
    expect(refused.status).toBe(409);
    expect(JSON.stringify(refused.body)).toContain('Remove it, then resume.');

    rmSync(join(dataDir, 'HALT'));
    expect((await bot.command('resume')).status).toBe(200);
  });
});
