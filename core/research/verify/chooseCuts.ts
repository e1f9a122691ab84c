import {Random} from '../../../brokers/simulator/flow/Random.ts';
import type {Decided} from './Subject.ts';

type Choice = {
  readonly times: readonly number[];
  readonly decided: Decided;
  readonly count: number;
  readonly seed: number;
};

/**
 * Bars after which to cut: half of them drawn from all bars, half from those with a signal, for there a peek pays.
 * Never the last bar, after which nothing comes.
 */
export const chooseCuts = ({times, decided, count, seed}: Choice): readonly number[] => {
  const random = new Random(`cuts ${seed}`);
  const last = times.at(-1) ?? 0;
  const all = times.filter(time => time < last);
  const signals = decided.rows.filter(({action, time}) => action !== 'hold' && time < last).map(({time}) => time);
  const fromSignals = draw(signals, Math.floor(count / 2), random);

  return [...new Set([...fromSignals, ...draw(all, count - fromSignals.length, random)])].sort((a, b) => a - b);
};

const draw = (values: readonly number[], count: number, random: Random): number[] =>
  values.length === 0
    ? []
    : Array.from({length: count}, () => values[Math.floor(random.uniform() * values.length)] ?? 0);
