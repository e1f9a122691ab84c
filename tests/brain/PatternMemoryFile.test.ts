import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {PatternMemorySystem} from '../../core/brain/PatternMemorySystem.ts';
import {formatPatternFile, PatternMemoryFile} from '../../core/runtime/PatternMemoryFile.ts';
import {livelyMarket, SYMBOL} from './market.ts';

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);
const STAMP = '2026-01-02T03-04-05.000Z';

let directory = '';
let path = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'pattern-memory-'));
  path = join(directory, 'pattern-memory.json');
});

afterEach(() => rmSync(directory, {recursive: true}));

const filled = (): PatternMemorySystem => {
  const memory = new PatternMemorySystem();
  for (const candle of livelyMarket(1, 60)) memory.observe(SYMBOL, candle);
  memory.advance(1234);

  return memory;
};

describe('reading', () => {
  it('finds nothing where there is no file', () => {
    expect(new PatternMemoryFile(path).read(NOW)).toEqual({status: 'absent'});
  });

  it('gives back what was written, with watermark and journal', async () => {
    const memory = filled().snapshot();
    await new PatternMemoryFile(path).write('00aa11bb22cc33dd', memory);

    expect(new PatternMemoryFile(path).read(NOW)).toEqual({
      status: 'ready',
      file: {format: 1, journal: '00aa11bb22cc33dd', memory, selfTest: null},
    });
    expect(memory.seq).toBe(1234);
  });

  it.each([
    ['text that is no JSON', '{"format":1,', 'not JSON: '],
    ['nothing at all', '', 'not JSON: '],
    ['another format', '{"format":2}', 'format is "2"; expected 1.'],
    [
      'another file',
      '{"format":1,"journal":"a","memory":{"seq":0}}',
      'memory.markets is "undefined"; expected a list.',
    ],
    ['a bad self-test', '{"format":1,"journal":"a","selfTest":[1]}', 'selfTest is "[1]"; expected 16 numbers or null.'],
  ])('sets %s aside, byte for byte, and says what is wrong', (_name, text, problem) => {
    writeFileSync(path, text);
    const found = new PatternMemoryFile(path).read(NOW);

    expect(found).toMatchObject({status: 'unreadable', keptAs: `${path}.corrupt-${STAMP}`});
    expect(found.status === 'unreadable' && found.problem).toContain(problem);
    expect(readdirSync(directory)).toEqual([`pattern-memory.json.corrupt-${STAMP}`]);
    expect(readFileSync(`${path}.corrupt-${STAMP}`, 'utf8')).toBe(text);
  });

  it('never overwrites an older bad file, even one of the same moment', () => {
    for (const text of ['first', 'second', 'third']) {
      writeFileSync(path, text);
      new PatternMemoryFile(path).read(NOW);
    }

    const kept = readdirSync(directory).sort();
    expect(kept.map(name => readFileSync(join(directory, name), 'utf8'))).toEqual(['first', 'second', 'third']);
  });

  it('leaves alone, and does not write over, what it cannot even look at', async () => {
    const file = new PatternMemoryFile(directory);

    expect(file.read(NOW)).toMatchObject({status: 'unreadable', keptAs: null});
    await expect(file.write('a', filled().snapshot())).rejects.toThrow(`"${directory}" could not be read`);
  });

  it('finds any cut of a good file unreadable, and keeps each', async () => {
    await new PatternMemoryFile(path).write('a', filled().snapshot());
    const whole = readFileSync(path, 'utf8').trimEnd();
    for (let length = 0; length < whole.length; length += 997) {
      writeFileSync(path, whole.slice(0, length));
      expect(new PatternMemoryFile(path).read(NOW + length).status).toBe('unreadable');
    }
  });
});

describe('writing', () => {
  it('leaves no draft behind', async () => {
    await new PatternMemoryFile(path).write('a', filled().snapshot());

    expect(readdirSync(directory)).toEqual(['pattern-memory.json']);
  });

  it('keeps the order of writes that overlap: the last one stands', async () => {
    const file = new PatternMemoryFile(path);
    const memory = filled();
    const writes = [1, 2, 3, 4].map(round => {
      memory.advance(2000 + round);

      return file.write('a', memory.snapshot());
    });
    await Promise.all(writes);

    expect(file.read(NOW)).toMatchObject({status: 'ready', file: {memory: {seq: 2004}}});
  });

  it('goes on after a write that failed', async () => {
    const missing = join(directory, 'gone');
    const file = new PatternMemoryFile(join(missing, 'pattern-memory.json'));
    writeFileSync(missing, 'a file where the directory should be');
    expect(() => file.write('a', filled().snapshot())).toThrow(/EEXIST/);
    rmSync(missing);
    await file.write('a', filled().snapshot());

    expect(file.read(NOW).status).toBe('ready');
  });

  it('keeps the self-test that somebody saved', async () => {
    const selfTest = Array.from({length: 16}, (_, index) => index / 10);
    const memory = filled().snapshot();
    writeFileSync(path, formatPatternFile({format: 1, journal: '', memory: {seq: 0, markets: []}, selfTest}));
    const file = new PatternMemoryFile(path);
    file.read(NOW);
    await file.write('a', memory);

    expect(file.read(NOW)).toMatchObject({status: 'ready', file: {journal: 'a', selfTest, memory}});
  });
});
