import {loadTraiBrain} from '../runtime/loadTraiBrain.ts';
import {makeMind} from '../runtime/makeMind.ts';
import type {MindMaker} from '../runtime/replay.ts';

/** Gives every run of a journal the mind that its own settings ask for. */
export const makeMinds = (): MindMaker => {
  const staticBrain = loadTraiBrain();

  return ({settings, markets}) =>
    makeMind(
      settings,
      markets.map(({symbol}) => symbol),
      staticBrain,
      {charts: false},
    ).brain;
};
