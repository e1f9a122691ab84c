import {execFileSync} from 'node:child_process';
import {readFileSync, rmSync, truncateSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import type {Evaluator, Question} from '../../../core/research/tune/evaluate/SpanResult.ts';
import {Ledger} from '../../../core/research/tune/records/Ledger.ts';
import {listRuns, RunFolder} from '../../../core/research/tune/records/RunFolder.ts';
import {searchedPast} from '../../../core/research/tune/records/searchedPast.ts';
import type {StudyResult} from '../../../core/research/tune/records/StudyResult.ts';
import {runStudy, type Study} from '../../../core/research/tune/runStudy.ts';
import {cheapEvaluator, type CheapMarket, driftMarket, HOUR} from './cheapMarket.ts';
import {onEdge, onNoise} from './honesty.ts';
import {cheapRecord, cheapStudy, inFolder} from './studies.ts';

const TRIALS = 37;
const market = driftMarket(1, 16_000);
const record = cheapRecord(market, {trials: TRIALS, seed: 1});

const run = (folder: string, evaluator: Evaluator | CheapMarket = market): Promise<StudyResult> =>
  runStudy(cheapStudy(folder, record, evaluator));

/** Evaluates like another, and tells what it was asked. */
const listening = (onQuestion: (question: Question) => void): Evaluator => {
  const inner = cheapEvaluator(market);

  return {
    ...inner,
    evaluate: question => {
      onQuestion(question);
      return inner.evaluate(question);
    },
  };
};

const filesOf = (folder: string): readonly string[] =>
  ['trials.jsonl', 'gates.json', 'report.md', 'provenance.json'].map(name =>
    readFileSync(join(folder, 'tuning', 'runs', record.run, name), 'utf8'),
  );

const ledgerOf = (folder: string): string => readFileSync(join(folder, 'tuning', 'ledger.jsonl'), 'utf8');

/** The study without any trouble: its result and all that it wrote. */
const whole = inFolder(async folder => [await run(folder), filesOf(folder), ledgerOf(folder)] as const);

describe('a study', () => {
  it('makes the trials that were asked for, and two neighbours of each of five finalists', async () => {
    await inFolder(async folder => {
      const result = await run(folder);
      const trials = new RunFolder(folder, record.run).trials();
      const kinds = Map.groupBy(trials, ({kind}) => kind);

      expect(result.trials.made).toBe(TRIALS + 10);
      expect([...kinds].map(([kind, {length}]) => [kind, length])).toEqual([
        ['configured', 1],
        ['coverage', 20],
        ['search', TRIALS - 21],
        ['neighbour', 10],
      ]);
      expect(result.provenance.ledgerTrials).toBe(TRIALS + 10);
      expect(new Ledger(folder).trialsOn(searchedPast(record)).count).toBe(TRIALS + 10);
      expect(listRuns(folder)).toEqual([record.run]);
    });
  });

  it('looks at the holdout for the candidate alone, after the search, and writes down that it did', async () => {
    await inFolder(async folder => {
      const questions: Question[] = [];
      const {candidate} = await run(
        folder,
        listening(question => void questions.push(question)),
      );
      const {holdout} = record.split;
      const held = questions.map(({span}) => span.to > holdout.from);

      expect(held.indexOf(true)).toBe((TRIALS + 10) * record.split.segments.length);
      expect(questions.filter((_, index) => held[index])).toEqual([
        {params: candidate?.params, span: holdout},
        {params: candidate?.params, span: holdout},
        {params: candidate?.params, span: holdout, costs: 1.5},
      ]);
      expect(ledgerOf(folder)).toContain(`"kind":"spent","run":"${record.run}"`);
    });
  });

  it('chooses the same whatever the holdout and the last test part are', async () => {
    const from = (record.split.segments.at(-1)?.from ?? 0) / HOUR;
    const other = {
      ...market,
      closes: market.closes.map((close, bar) => (bar < from ? close : close * (1 + bar / 1e6))),
    };
    const [first] = await whole;
    const second = await inFolder(folder => run(folder, other));

    expect(second.candidate?.params).toEqual(first.candidate?.params);
    expect(second.candidate?.score).toBe(first.candidate?.score);
    expect(second.candidate?.holdout).not.toEqual(first.candidate?.holdout);
  });

  it('comes to the same whichever evaluation ends first', async () => {
    const reversed = (): Evaluator => {
      const inner = cheapEvaluator(market);
      const waiting: (() => void)[] = [];
      const release = (): void => void waiting.pop()?.();

      return {
        ...inner,
        evaluate: async question => {
          const turn = new Promise<void>(resolve => waiting.push(resolve));
          setImmediate(release);
          await turn;
          return inner.evaluate(question);
        },
      };
    };

    const second = await inFolder(async folder => [await run(folder, reversed()), filesOf(folder), ledgerOf(folder)]);

    expect(second).toEqual(await whole);
  });

  it.each([0.1, 0.35, 0.7, 0.98])('killed at %d of its evaluations it goes on to the same files', async share => {
    const resumed = await inFolder(async folder => {
      const last = Math.floor((TRIALS + 10) * record.split.segments.length * share);
      let asked = 0;
      const dying = listening(() => {
        if ((asked += 1) > last) throw new Error('killed');
      });
      await expect(run(folder, dying)).rejects.toThrow('killed');

      return [await run(folder), filesOf(folder), ledgerOf(folder)];
    });

    expect(resumed).toEqual(await whole);
  });

  it('keeps a trial as soon as it and those before it are done', async () => {
    await inFolder(async folder => {
      const perTrial = record.split.segments.length;
      let asked = 0;
      // The first batch is asked all at once: all but its last trial are answered.
      const dying = listening(() => {
        if ((asked += 1) > 20 * perTrial) throw new Error('killed');
      });
      await expect(run(folder, dying)).rejects.toThrow('killed');

      expect(new RunFolder(folder, record.run).trials()).toHaveLength(20);
    });
  });

  it('goes on after a crash that tore the last line off', async () => {
    const resumed = await inFolder(async folder => {
      await run(folder);
      const path = join(folder, 'tuning', 'runs', record.run, 'trials.jsonl');
      truncateSync(path, Math.floor(readFileSync(path).length / 2));
      rmSync(join(folder, 'tuning', 'runs', record.run, 'gates.json'));

      return [await run(folder), filesOf(folder)];
    });

    expect(resumed).toEqual([(await whole)[0], [expect.any(String), ...(await whole)[1].slice(1)]]);
  });

  it('is not made again once it is finished', async () => {
    await inFolder(async folder => {
      const first = await run(folder);
      let asked = 0;
      const again = await run(
        folder,
        listening(() => {
          asked += 1;
        }),
      );

      expect(again).toEqual(JSON.parse(JSON.stringify(first)));
      expect(asked).toBe(0);
    });
  });

  it('is judged by all trials that other studies made on the same data, and shares the holdout with them', async () => {
    await inFolder(async folder => {
      await run(folder);
      const second = cheapRecord(market, {trials: 30, seed: 2, name: 'other'});
      const result = await runStudy(cheapStudy(folder, second, market));
      const deflated = result.gates.find(({name}) => name === 'deflatedSharpe');

      expect(result.provenance.ledgerTrials).toBe(TRIALS + 10 + 30 + 10);
      expect(deflated?.value).toContain(`after ${TRIALS + 50} trials`);
      expect(result.earlierLooks).toBe(1);
      expect(result.gates.find(({name}) => name === 'bootstrap')?.limit).toBe('< 0.0250 (look 2)');
    });
  });

  it('lets each fold choose by its training part, among trials whose place no result had a say in', async () => {
    await inFolder(async folder => {
      const {walkForward} = await run(folder);
      const uninformed = new RunFolder(folder, record.run).trials().slice(0, 21);
      const expected = walkForward.map((_, fold) => {
        const best = uninformed.toSorted((a, b) => (b.folds[fold]?.score ?? -99) - (a.folds[fold]?.score ?? -99))[0];
        const {score: __, ...step} = best?.folds[fold] ?? {score: null};
        return step;
      });

      expect(walkForward).toEqual(expected);
    });
  });

  it('fails where the holdout comes out otherwise the second time', async () => {
    const inner = cheapEvaluator(market);
    let looks = 0;
    const unsteady: Evaluator = {
      ...inner,
      evaluate: async question => {
        const result = await inner.evaluate(question);
        if (question.span.to <= record.split.holdout.from) return result;
        looks += 1;
        return {...result, maxDrawdown: result.maxDrawdown + looks * 1e-9};
      },
    };
    const {passed, gates} = await inFolder(folder => run(folder, unsteady));

    expect(passed).toBe(false);
    expect(gates.find(({name}) => name === 'repeatable')).toMatchObject({status: 'FAIL'});
  });

  it('holds the candidate against the champion on the same span', async () => {
    const verdictOver = (champion: Study['champion']) =>
      inFolder(async folder => {
        const {gates} = await runStudy({...cheapStudy(folder, record, market), champion});
        return gates.find(({name}) => name === 'champion');
      });
    const [{candidate}] = await whole;

    expect(await verdictOver(candidate?.params ?? null)).toMatchObject({status: 'FAIL', value: '0.500'});
    expect(await verdictOver({...record.configured, lookBack: 2, hold: 2, threshold: 3})).toMatchObject({
      status: 'PASS',
    });
    expect(await verdictOver(null)).toMatchObject({status: 'NOT_APPLICABLE'});
  });

  it('has no candidate where no trial has enough trades, and leaves the holdout untouched', async () => {
    const strict = {...record, minTrades: 5_000};
    await inFolder(async folder => {
      const result = await runStudy(cheapStudy(folder, strict, market));

      expect(result).toMatchObject({candidate: null, passed: false, gates: [], trials: {made: TRIALS, counted: 0}});
      expect(ledgerOf(folder)).not.toContain('spent');
      expect(new RunFolder(folder, record.run).result()).toEqual(JSON.parse(JSON.stringify(result)));
    });
  });

  it('is not finished by a result without provenance, nor read by one', async () => {
    await inFolder(async folder => {
      const result = await run(folder);
      const bare = {...result, provenance: {...result.provenance, commit: ''}};

      expect(() => new RunFolder(folder, record.run).finish(bare, '')).toThrow(/No result without its provenance/);
    });
  });

  it('tells in its report what was found, by which gates, and how noisy the signals are', async () => {
    await inFolder(async folder => {
      const {gates} = await run(folder);
      const report = readFileSync(new RunFolder(folder, record.run).reportPath, 'utf8');

      for (const {name, status, value} of gates) expect(report).toContain(`| ${name} | ${status} | ${value} |`);
      for (const text of ['flip rate', 'signals per trade', 'pastRisk', record.origin.data.sha256, '| lookBack | 12 |'])
        expect(report).toContain(text);
    });
  });
});

describe('search and gates are honest', () => {
  it('on prices without memory and without costs no candidate passes', async () => {
    const noise = await onNoise({repeats: 3, trials: 60});

    expect(noise).toMatchObject({repeats: 3, passed: 0});
    expect(noise.fewestFailures).toBeGreaterThanOrEqual(2);
  });

  it('on a planted edge the candidate passes every gate', async () => {
    expect(await onEdge({repeats: 2, trials: 60})).toMatchObject({passed: 2, failures: {}});
  });

  it('npm run honesty prints both as JSON', () => {
    const main = resolve(import.meta.dirname, 'main.ts');
    const text = execFileSync(process.execPath, [main, '--repeats', '1', '--trials', '60', '--json'], {stdio: 'pipe'});

    expect(JSON.parse(text.toString())).toMatchObject({noise: {passed: 0}, edge: {passed: 1}, passed: true});
  });
});
