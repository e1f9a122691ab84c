import {afterEach, describe, expect, it} from 'vitest';
import {decimal} from '../../core/domain/Decimal.ts';
import {SimulatedKraken, SYMBOL, until} from './SimulatedKraken.ts';

let venue: SimulatedKraken;

afterEach(() => venue.close());

const change = (rules: Parameters<typeof venue.simulator.exchange.changeInstrument>[1]): void => {
  const {exchange, now, publish} = venue.simulator;
  exchange.changeInstrument(SYMBOL, rules, now());
  publish();
};

describe('the instrument channel', () => {
  it('says nothing while the rules are those that were read at the start', async () => {
    venue = await SimulatedKraken.started();
    await venue.settled();

    expect(venue.heard.rules).toEqual([]);
  });

  it('tells an increment that changes while the market is open', async () => {
    venue = await SimulatedKraken.started();
    change({tick: decimal('0.5'), minQuantity: decimal('2')});
    await until('the change is told', () => venue.heard.rules.length > 0);

    expect(venue.heard.rules).toMatchObject([{symbol: SYMBOL, tick: '0.5', minQuantity: '2'}]);
    venue.submit('a', {limitPrice: '90.1', quantity: '3'});
    await venue.story('a', 'rejected');
  });

  it('a market that takes no new orders is lost until it does again', async () => {
    venue = await SimulatedKraken.started();
    change({mode: 'cancel_only'});
    await until('it is lost', () => venue.heard.feed.at(-1)?.kind === 'lost');
    expect(venue.heard.feed.at(-1)).toMatchObject({reason: 'the market is in "cancel_only" mode'});
    venue.submit('a');
    await venue.story('a', 'rejected');
    change({mode: 'online'});
    await until('it is back', () => venue.heard.feed.at(-1)?.kind === 'restored');
    venue.submit('b');
    await venue.story('b', 'accepted');
  });
});
