import {appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {Ledger, type TrialEntry} from '../../../core/research/tune/records/Ledger.ts';
import {checkProvenance} from '../../../core/research/tune/records/provenance.ts';
import {appendSealed, readSealed} from '../../../core/research/tune/records/sealedLines.ts';
import {PROVENANCE} from './provenance.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ogz-ledger-'));
});
afterEach(() => rmSync(folder, {recursive: true, force: true}));

describe('sealed lines', () => {
  const read = (): readonly unknown[] => readSealed(join(folder, 'lines.jsonl'));
  const append = (...values: readonly object[]): void => appendSealed(join(folder, 'lines.jsonl'), values);

  it('come back as they were written, in order', () => {
    append({a: 1, text: 'Zürich "quoted"'}, {b: [0.1 + 0.2]});
    append({c: null});

    expect(read()).toEqual([{a: 1, text: 'Zürich "quoted"'}, {b: [0.1 + 0.2]}, {c: null}]);
  });

  it('are none where there is no file', () => {
    expect(read()).toEqual([]);
  });

  it('survive a crash in the middle of a line at any byte: that line is lost, the others and all later ones are not', () => {
    append({n: 1});
    const whole = readFileSync(join(folder, 'lines.jsonl')).length;
    append({n: 2});
    const end = readFileSync(join(folder, 'lines.jsonl')).length;
    for (let size = end - 2; size > whole; size -= 1) {
      truncateSync(join(folder, 'lines.jsonl'), size);
      expect(read()).toEqual([{n: 1}]);
    }
    append({n: 3});

    expect(read()).toEqual([{n: 1}, {n: 3}]);
  });

  it('refuse a line that was changed', () => {
    append({sharpe: 1.5}, {sharpe: 0.2});
    const path = join(folder, 'lines.jsonl');
    writeFileSync(path, readFileSync(path, 'utf8').replace('0.2', '0.1'));

    expect(read).toThrow(/Line 2 of ".*lines.jsonl" was changed/);
  });
});

/** A past from day to day. */
const past = (from: number, to: number, data = 'd1', symbol = 'BTC/USD') => ({from, to, data, symbol});

const entry = (run: string, trial: number, more: Partial<Omit<TrialEntry, 'kind'>> = {}) => ({
  run,
  trial,
  ...past(0, 100),
  strategy: 'emaCross',
  params: {fastPeriod: 9},
  sharpe: 0.1,
  ...more,
});

describe('the ledger', () => {
  it('counts every trial on a data set, whichever study made it', () => {
    const ledger = new Ledger(folder);
    ledger.addTrials([entry('a', 0), entry('a', 1, {sharpe: null})]);
    new Ledger(folder).addTrials([entry('b', 0, {sharpe: 0.3}), entry('c', 0, past(0, 100, 'd2', 'ETH/USD'))]);

    expect(ledger.trialsOn(past(0, 100))).toEqual({count: 3, sharpes: [0.1, 0.3]});
    expect(ledger.trialsOn(past(0, 100, 'd3', 'SOL/USD'))).toEqual({count: 0, sharpes: []});
  });

  it('counts what was tried on another part of the same file, and on the same market and time in another file', () => {
    const ledger = new Ledger(folder);
    ledger.addTrials([
      entry('a', 0),
      entry('b', 0, past(90, 190, 'grown by a day')),
      entry('c', 0, past(500, 600, 'd9')),
    ]);

    expect(ledger.trialsOn(past(50, 150, 'grown by two days')).count).toBe(2);
    expect(ledger.trialsOn(past(300, 400)).count).toBe(1);
    expect(ledger.trialsOn(past(300, 400, 'other')).count).toBe(0);
  });

  it('counts a trial once, however often a study is gone on with', () => {
    const ledger = new Ledger(folder);
    ledger.addTrials([entry('a', 0), entry('a', 1)]);
    ledger.addTrials([entry('a', 1), entry('a', 2)]);
    new Ledger(folder).addTrials([entry('a', 2)]);

    expect(ledger.trialsOn(past(0, 100)).count).toBe(3);
  });

  it('knows who looked at a part of a span before', () => {
    const ledger = new Ledger(folder);
    ledger.spend({run: 'a', ...past(100, 200)});
    ledger.spend({run: 'a', ...past(100, 200)});
    ledger.spend({run: 'b', ...past(100, 200, 'd2', 'ETH/USD')});
    ledger.spend({run: 'd', ...past(110, 210, 'grown by a day')});

    expect(ledger.looksAt(past(150, 300), 'c')).toBe(2);
    expect(ledger.looksAt(past(150, 300), 'a')).toBe(1);
    expect(ledger.looksAt(past(210, 300), 'c')).toBe(0);
    expect(readFileSync(join(folder, 'tuning', 'ledger.jsonl'), 'utf8').match(/spent/g)).toHaveLength(3);
  });

  it('knows who searched a part of a span before', () => {
    const ledger = new Ledger(folder);
    ledger.addTrials([entry('a', 0), entry('a', 1), entry('b', 0), entry('c', 0, past(0, 100, 'd2', 'ETH/USD'))]);

    expect(ledger.searchedBy(past(99, 200), 'b')).toEqual(['a']);
    expect(ledger.searchedBy(past(100, 200), 'b')).toEqual([]);
  });

  it('goes on after a torn tail', () => {
    const ledger = new Ledger(folder);
    ledger.addTrials([entry('a', 0)]);
    appendFileSync(join(folder, 'tuning', 'ledger.jsonl'), '{"kind":"trial","run":"a","tri');
    ledger.addTrials([entry('a', 1)]);

    expect(ledger.trialsOn(past(0, 100)).count).toBe(2);
  });
});

describe('provenance', () => {
  it('is complete', () => {
    expect(checkProvenance(PROVENANCE)).toEqual(PROVENANCE);
  });

  it.each(Object.keys(PROVENANCE))('is none without %s', name => {
    const {[name]: _left, ...rest} = {...PROVENANCE} as Record<string, unknown>;

    expect(() => checkProvenance(rest)).toThrow(new RegExp(`without its provenance: .*${name}`));
  });

  it('is none with a made-up hash or without a trial', () => {
    expect(() => checkProvenance({...PROVENANCE, configHash: 'n/a'})).toThrow(/configHash/);
    expect(() => checkProvenance({...PROVENANCE, ledgerTrials: 0})).toThrow(/ledgerTrials/);
    expect(() => checkProvenance(null)).toThrow(/without its provenance/);
  });
});
