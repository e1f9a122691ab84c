import type {Trial} from '../Trial.ts';
import {NEIGHBOURS} from './searchParams.ts';

/** The trial that a study proposes, with the ground it stands on. */
export type Choice = {
  readonly winner: Trial;
  readonly neighbours: readonly Trial[];
  /** Mean score of the winner and its neighbours. */
  readonly plateau: number;
};

/** The finalist on the highest plateau: a peak whose neighbours fall off is luck. Null where no trial has enough trades around it. */
export const choose = (trials: readonly Trial[]): Choice | null => {
  const beside = Map.groupBy(
    trials.filter(({kind}) => kind === 'neighbour'),
    trial => trial.beside ?? -1,
  );
  let best: Choice | null = null;
  for (const [index, neighbours] of beside) {
    const winner = trials[index];
    const scores = [winner, ...neighbours].map(trial => trial?.score ?? Number.NaN);
    const plateau = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    if (winner === undefined || neighbours.length < NEIGHBOURS || !(plateau > (best?.plateau ?? -Infinity))) continue;
    best = {winner, neighbours, plateau};
  }

  return best;
};
