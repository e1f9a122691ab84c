import {expect, it} from 'vitest';
import {QuietProof} from '../../brokers/feed/QuietProof.ts';
import {settled} from '../net/ScriptedSockets.ts';

const AFTER_MS = 9_000;

const proofOf = () => {
  const asked: string[] = [];
  const proven: string[] = [];
  const answers = new Map<string, PromiseWithResolvers<boolean>>();
  const proof = new QuietProof({
    afterMs: AFTER_MS,
    ask: symbol => {
      asked.push(symbol);
      const answer = Promise.withResolvers<boolean>();
      answers.set(symbol, answer);
      return answer.promise;
    },
    onProven: symbol => proven.push(symbol),
  });

  return {proof, asked, proven, answers};
};

it('asks for a market only after its silence, once at a time', () => {
  const {proof, asked} = proofOf();
  proof.heard('BTC/USD', 0);
  proof.heard('ETH/USD', 5_000);
  proof.check(AFTER_MS - 1);
  expect(asked).toEqual([]);

  proof.check(AFTER_MS);
  proof.check(AFTER_MS + 1_000);
  expect(asked).toEqual(['BTC/USD']);
});

it('takes an answer for data of the moment of the question', async () => {
  const {proof, asked, proven, answers} = proofOf();
  proof.heard('BTC/USD', 0);
  proof.check(AFTER_MS);
  answers.get('BTC/USD')?.resolve(true);
  await settled();
  expect(proven).toEqual(['BTC/USD']);

  proof.check(2 * AFTER_MS - 1);
  expect(asked).toHaveLength(1);
  proof.check(2 * AFTER_MS);
  expect(asked).toHaveLength(2);
});

it('proves nothing without an answer, and asks again', async () => {
  const {proof, asked, proven, answers} = proofOf();
  proof.heard('BTC/USD', 0);
  proof.check(AFTER_MS);
  answers.get('BTC/USD')?.resolve(false);
  await settled();
  proof.check(AFTER_MS + 1_000);

  expect(proven).toEqual([]);
  expect(asked).toHaveLength(2);
});

it('asks for what was missed until it is answered, whatever is heard meanwhile', async () => {
  const {proof, asked, answers} = proofOf();
  proof.heard('BTC/USD', 0);
  proof.owe('BTC/USD');
  for (const [now, isAnswered] of [
    [1_000, false],
    [2_000, true],
    [3_000, true],
  ] as const) {
    proof.check(now);
    answers.get('BTC/USD')?.resolve(isAnswered);
    await settled();
    proof.heard('BTC/USD', now);
  }

  expect(asked).toHaveLength(2);
});
