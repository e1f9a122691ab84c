import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {DEFAULT_BRAIN} from '../../core/brain/defaultBrainSettings.ts';
import {type AnyEnvelope, type InputDraft, isInput} from '../../core/domain/Event.ts';
import type {Settings} from '../../core/domain/Settings.ts';
import {Engine} from '../../core/kernel/Engine.ts';
import type {Mind} from '../../core/kernel/Mind.ts';
import {makeMind} from '../../core/runtime/makeMind.ts';
import {foldJournal, hashState, verifyReplay} from '../../core/runtime/replay.ts';
import {STATIC_BRAIN} from '../brain/brains.ts';
import {livelyMarket} from '../brain/market.ts';
import {accountSettings, SYMBOL} from '../support/accounts.ts';
import {EngineWorld} from '../support/engineWorld.ts';
import {keepLines} from '../support/keepLines.ts';
import {ofType} from '../support/kernelWorld.ts';

const CANDLES = livelyMarket(3, 900);
const BRAIN = {...DEFAULT_BRAIN, minConfidence: 0};
const SETTINGS: Settings = {...accountSettings(), brain: BRAIN};
const OTHER: Settings = {...accountSettings({riskPerTrade: 0.003}), brain: {...BRAIN, minConfidence: 0.3}};

const mindFor = (settings: Settings): Mind => makeMind(settings, [SYMBOL], STATIC_BRAIN).brain;
const copied = <T>(lines: readonly T[]): T[] => JSON.parse(JSON.stringify(lines));

const directories: string[] = [];
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, {recursive: true, force: true});
});

const keep = async (lines: readonly AnyEnvelope[]): Promise<string> => {
  const directory = mkdtempSync(join(tmpdir(), 'ogz-replay-'));
  directories.push(directory);
  await keepLines(directory, lines);

  return directory;
};

/** A bot of the real brain over made-up candles that starts again at each of these bars, with these settings from there on. */
const runBot = async (starts: readonly (readonly [number, Settings])[]): Promise<EngineWorld> => {
  let world: EngineWorld | null = null;
  for (const [index, [from, settings]] of starts.entries()) {
    const to = starts[index + 1]?.[0] ?? CANDLES.length;
    const lines = world === null ? [] : copied(world.lines);
    world = await EngineWorld.start({mind: mindFor(settings), settings, from: lines, now: CANDLES[from]?.time ?? 0});
    await world.bars(CANDLES.slice(from, to));
  }

  return world ?? expect.fail('there was no start');
};

test('a journal of the real brain replays to itself, over restarts and changed settings', async () => {
  const world = await runBot([
    [0, SETTINGS],
    [311, SETTINGS],
    [312, OTHER],
    [600, SETTINGS],
  ]);
  const directory = await keep(world.lines);
  const report = await verifyReplay(directory, run => mindFor(run.settings));

  expect(ofType(world.lines, 'PositionClosed').length).toBeGreaterThan(5);
  expect(report).toMatchObject({equal: true, difference: null, events: world.lines.length});
  expect(report.stateHash).toBe(hashState(world.state));
  expect((await foldJournal(directory)).stateHash).toBe(report.stateHash);
});

test('a replay with another brain is not equal, and the first line that differs is named', async () => {
  const world = await runBot([[0, SETTINGS]]);
  const directory = await keep(world.lines);
  const {equal, difference} = await verifyReplay(directory, () =>
    mindFor({...SETTINGS, brain: {...BRAIN, minConfidence: 1}}),
  );

  expect(equal).toBe(false);
  expect(world.lines[(difference?.seq ?? 0) - 1]?.type).toBe('DecisionMade');
  expect(difference?.journal).not.toBe(difference?.replayed);
});

test('an engine that is recovered by folding goes on exactly like one that never stopped', async () => {
  const {lines} = await runBot([[0, SETTINGS]]);
  for (const share of [0.2, 0.55, 0.83]) {
    const cut = lines.findIndex((line, index) => index > lines.length * share && isInput(line));
    const engine = new Engine(mindFor(SETTINGS));
    for (const line of copied(lines.slice(0, cut))) engine.recover(line);
    const rest = lines.slice(cut);
    const again = rest.filter(isInput).flatMap(({type, data, time}) => engine.take({type, data} as InputDraft, time));

    expect(JSON.stringify(again)).toBe(JSON.stringify(rest));
  }
});
