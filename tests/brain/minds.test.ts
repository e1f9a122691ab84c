import {expect, it} from 'vitest';
import {brainContract} from '../contracts/brainContract.ts';
import {alwaysBuyMind, nullMind, randomMind} from '../support/minds.ts';
import {makeBrain} from './brains.ts';
import {ask, livelyMarket} from './market.ts';

brainContract('the trading brain', () => makeBrain());
brainContract('the trading brain without memory, autonomous,', () =>
  makeBrain({
    patternMemory: {enabled: false, horizonBars: 5, neighbours: 5, capacity: 50, decay: 0, quarantineAfterLosses: 2},
    trai: {mode: 'autonomous', vetoBelow: 0.3},
  }),
);
brainContract('the null mind', nullMind);
brainContract('the always-buy mind', alwaysBuyMind);
brainContract('the random mind', () => randomMind(42));

it('the random mind buys, sells and holds', () => {
  const mind = randomMind(1, 0.5);
  const actions = livelyMarket(1, 100).map(candle => mind.judge(ask(candle)).winner?.action ?? 'hold');

  expect(new Set(actions)).toEqual(new Set(['buy', 'sell', 'hold']));
});
