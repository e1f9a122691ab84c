import {expect, test} from 'vitest';
import type {InputDraft} from '../../core/domain/Event.ts';
import {Engine, type Step} from '../../core/kernel/Engine.ts';
import {type StepJournal, TradingLoop} from '../../core/runtime/TradingLoop.ts';
import {nullMind} from '../support/minds.ts';

const PRICE: InputDraft = {type: 'PriceMoved', data: {symbol: 'BTC/USD', price: '100'}};

/** A journal whose disk answers when the test says so. */
class SlowJournal implements StepJournal {
  readonly steps: Step[] = [];
  readonly #waiting: {readonly seq: number; readonly answer: PromiseWithResolvers<void>}[] = [];
  #durableSeq = 0;

  append(step: Step): void {
    this.steps.push(step);
  }

  hasRoom(): boolean {
    return true;
  }

  durable(seq: number): Promise<void> | null {
    if (seq <= this.#durableSeq) return null;
    const answer = Promise.withResolvers<void>();
    this.#waiting.push({seq, answer});

    return answer.promise;
  }

  commit(): void {
    for (const {seq, answer} of this.#waiting.splice(0)) {
      this.#durableSeq = Math.max(this.#durableSeq, seq);
      answer.resolve();
    }
  }

  fail(): void {
    for (const {answer} of this.#waiting.splice(0)) answer.reject(new Error('the disk is gone'));
  }
}

const loopOn = (journal: StepJournal, act: (step: Step) => void = () => undefined) => {
  const acted: number[] = [];
  const failures: unknown[] = [];
  const loop = new TradingLoop({
    engine: new Engine(nullMind()),
    journal,
    onDurable: step => {
      acted.push(step[0]?.seq ?? 0);
      act(step);
    },
    onFailure: error => failures.push(error),
  });

  return {loop, acted, failures};
};

const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

test('a line is acted on only once it is durable, in its order', async () => {
  const journal = new SlowJournal();
  const {loop, acted} = loopOn(journal);
  for (let count = 0; count < 3; count += 1) loop.receive(PRICE, count);
  await settled();
  expect([journal.steps.length, acted.length]).toEqual([3, 0]);

  const flushed = loop.flushed();
  journal.commit();
  await settled();
  journal.commit();
  await flushed;
  expect(acted).toEqual([1, 2, 3]);
});

test('what acting brings in is written behind what came before it', async () => {
  const journal = new SlowJournal();
  const {loop, acted} = loopOn(journal, step => step[0]?.seq === 1 && void loop.receive(PRICE, 9));
  loop.receive(PRICE, 1);
  for (let round = 0; round < 3; round += 1) {
    journal.commit();
    await settled();
  }

  expect(acted).toEqual([1, 2]);
  expect(journal.steps.map(([line]) => line?.time)).toEqual([1, 9]);
});

test('a disk that fails ends the loop: nothing that waits is acted on, and nothing more is taken', async () => {
  const journal = new SlowJournal();
  const {loop, acted, failures} = loopOn(journal);
  loop.receive(PRICE, 1);
  journal.fail();
  await loop.flushed();
  await settled();

  expect([acted, failures]).toEqual([[], [new Error('the disk is gone')]]);
  expect(loop.hasFailed).toBe(true);
  expect(loop.receive(PRICE, 2)).toBeNull();
  expect(journal.steps).toHaveLength(1);
});

test('an error while acting ends the loop in the same way, and is reported once', async () => {
  const journal = new SlowJournal();
  const {loop, failures} = loopOn(journal, () => {
    throw new Error('the venue adapter broke');
  });
  loop.receive(PRICE, 1);
  loop.receive(PRICE, 2);
  journal.commit();
  await settled();

  expect(failures).toEqual([new Error('the venue adapter broke')]);
  expect(loop.receive(PRICE, 3)).toBeNull();
});
