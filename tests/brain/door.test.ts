import {spawnSync} from 'node:child_process';
import {cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {afterAll, beforeAll, beforeEach, expect, it} from 'vitest';
import {PatternMemorySystem} from '../../core/brain/PatternMemorySystem.ts';
import {readPatternFile} from '../../core/brain/patternFormat.ts';
import {DataDirectoryLock} from '../../core/runtime/DataDirectoryLock.ts';
import {formatPatternFile} from '../../core/runtime/PatternMemoryFile.ts';
import {livelyMarket, SYMBOL} from './market.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const NODE = join(ROOT, 'node_modules/.bin/node');
const SCRIPT =
  "const pm = require('./core/PatternMemorySystem'); const sys = new pm(); sys.saveTestPattern(); console.log('ok')";

let copy = '';
const inData = (name: string): string => join(copy, 'data', name);
const read = (name: string): unknown => JSON.parse(readFileSync(inData(name), 'utf8'));
const runLiterally = () => spawnSync(NODE, ['-e', SCRIPT], {cwd: copy, encoding: 'utf8'});

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'ogz-door-'));
  for (const name of ['core', 'indicators']) cpSync(join(ROOT, name), join(copy, name), {recursive: true});
});

beforeEach(() => rmSync(join(copy, 'data'), {recursive: true, force: true}));

afterAll(() => rmSync(copy, {recursive: true}));

it('saves a test pattern with the literal command, on a directory that is not there yet', () => {
  const {status, stdout, stderr} = runLiterally();

  expect({status, stdout, stderr}).toEqual({status: 0, stdout: 'ok\n', stderr: ''});
  expect(read('pattern-memory.json')).toMatchObject({memory: {markets: []}});
  expect(readPatternFile(read('pattern-memory.json'))).toMatchObject({ok: true, file: {selfTest: expect.any(Array)}});
  expect(existsSync(inData('bot.lock'))).toBe(false);
});

it('leaves the memory that is there as it is', () => {
  const memory = new PatternMemorySystem();
  for (const candle of livelyMarket(1, 60)) memory.observe(SYMBOL, candle);
  const before = {format: 1, journal: 'abc', memory: memory.snapshot(), selfTest: null} as const;
  mkdirSync(join(copy, 'data'));
  writeFileSync(inData('pattern-memory.json'), formatPatternFile(before));
  runLiterally();
  runLiterally();

  expect(read('pattern-memory.json')).toEqual({...before, selfTest: expect.any(Array)});
});

it("writes beside the bot's file while a bot holds the directory", () => {
  const lock = DataDirectoryLock.acquire({directory: join(copy, 'data'), port: 3010, since: 0});
  const {status, stdout} = runLiterally();
  lock.release();

  expect([status, stdout]).toEqual([0, 'ok\n']);
  expect(existsSync(inData('pattern-memory.json'))).toBe(false);
  expect(read('pattern-memory.selftest.json')).toMatchObject({selfTest: expect.any(Array)});
});

it('fails on an unreadable memory, says where the bad bytes are and does not write', () => {
  mkdirSync(join(copy, 'data'));
  writeFileSync(inData('pattern-memory.json'), '{torn');
  const {status, stderr} = runLiterally();

  expect(status).toBe(1);
  expect(stderr).toMatch(/pattern-memory\.json" is unreadable: not JSON: .* It is kept as ".*\.corrupt-/);
  expect(existsSync(inData('pattern-memory.json'))).toBe(false);
});
