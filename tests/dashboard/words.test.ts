import {describe, expect, test} from 'vitest';
import {confidence, plainReason} from '../../core/domain/Decision.ts';
import type {EnvelopeOf, VenueIdentity} from '../../core/domain/Event.ts';
import {emptyState} from '../../core/kernel/evolve.ts';
import {modeOf} from '../../dashboard/src/mode.ts';
import {Store} from '../../dashboard/src/store.ts';
import {decisionSentence, resetSentence} from '../../dashboard/src/words.ts';
import {FakeBot} from '../support/fakeBot.ts';

type Decision = EnvelopeOf<'DecisionMade'>['data'];

const rsi = {
  code: 'RSI_NOT_OVERSOLD',
  subject: 'RSI',
  value: 48.2,
  comparison: 'below',
  limit: 30,
  passed: false,
} as const;

const hold: Decision = {
  symbol: 'BTC/USD',
  timeframe: '1m',
  candleTime: 0,
  close: 100,
  verdict: 'hold',
  side: null,
  gates: [],
  signals: [],
  winner: null,
  agreement: confidence(0),
  reason: rsi,
  regime: 'ranging',
  patterns: null,
  trai: null,
};

const winner = {
  strategy: 'emaCross',
  action: 'buy',
  confidence: confidence(0.8),
  reason: plainReason('CROSS', 'the fast average crossed upwards', true),
  exitPlan: null,
} as const;

describe('a decision as a sentence', () => {
  test('a hold names the number and its limit', () => {
    expect(decisionSentence(hold)).toBe('No trade: RSI 48.20 is not below 30.00');
  });

  test('an entry names side, owner and reason', () => {
    expect(decisionSentence({...hold, verdict: 'enter', side: 'buy', winner})).toBe(
      'Buy by emaCross: the fast average crossed upwards',
    );
  });

  test('a denial names the first gate that did not let it pass', () => {
    const gates = [
      {code: 'FEED_FRESH', passed: true, value: '1', limit: '5'},
      {code: 'MAX_POSITION_EXCEEDED', passed: false, value: '0.12', limit: '0.1'},
    ];
    expect(decisionSentence({...hold, verdict: 'denied', side: 'sell', winner, gates})).toBe(
      'Sell by emaCross denied: max position exceeded: 0.12 against 0.1',
    );
  });
});

test('a halt by an operator says that no stop rests at the venue; one by a breaker that they stay', () => {
  const {trading} = emptyState();
  expect(resetSentence({...trading, state: 'HALTED', code: 'OPERATOR'})).toContain('none at the venue');
  expect(resetSentence({...trading, state: 'HALTED', code: 'DRAWDOWN'})).toContain(
    'stops, targets and exits still work',
  );
});

describe('the mode band', () => {
  const modeFor = (venue: Partial<VenueIdentity> | null): string => {
    const {bot} = new Store(() => undefined);
    const fake = new FakeBot({symbols: ['BTC/USD']});
    fake.begin(0);
    const state = structuredClone(fake.state);
    if (state.run !== null && venue !== null) state.run.venue = {...state.run.venue, ...venue};
    bot.state = venue === null ? emptyState() : state;

    return modeOf(bot).words.join(' · ');
  };

  test('is unknown until a broker has proven itself', () => {
    expect(modeFor(null)).toBe('UNKNOWN · NO BROKER PROVEN YET');
  });

  test('names made-up prices and their speed', () => {
    expect(modeFor({})).toBe('PAPER · SIMULATED MARKET ×60');
    expect(modeFor({name: 'replay', simulated: false, speed: null})).toBe('PAPER · REPLAY AT FULL SPEED');
    expect(modeFor({name: 'kraken-sim', simulated: true, speed: 10})).toBe('PAPER · SIMULATED EXCHANGE ×10');
    expect(modeFor({name: 'kraken', simulated: false, speed: 1})).toBe('PAPER · KRAKEN');
    expect(modeFor({name: 'kraken', simulated: false, speed: 1, mode: 'live'})).toBe('LIVE · KRAKEN');
  });
});
