import {afterEach, describe, expect, it} from 'vitest';
import {decimal} from '../../core/domain/Decimal.ts';
import {openingSentence} from '../../core/domain/sentences.ts';
import {SimulatedKraken} from '../kraken/SimulatedKraken.ts';
import {KrakenBot} from '../support/KrakenBot.ts';
import {KernelWorld} from '../support/kernelWorld.ts';

const BALANCES = {USD: '100000', SOL: '3'};

describe('the opening of a real account', () => {
  let venue: SimulatedKraken;
  const bots: KrakenBot[] = [];

  const start = async (from?: KrakenBot): Promise<KrakenBot> => {
    const bot = await KrakenBot.start({venue, ...(from === undefined ? {} : {from: from.lines})});
    bots.push(bot);

    return bot;
  };

  afterEach(async () => {
    for (const bot of bots.splice(0)) await bot.stop();
    await venue.close();
  });

  it('takes the cash, and leaves everything else to whom it belongs', async () => {
    venue = await SimulatedKraken.open({balances: BALANCES});
    const {state} = await start();

    expect(state.cash).toBe(decimal('100000'));
    expect(state.equity).toMatchObject({opening: decimal('100000'), current: decimal('100000')});
    expect(state.positions.size).toBe(0);
    expect(state.baseline).toEqual(new Map([['SOL', decimal('3')]]));
    expect(state.run?.isReconciled).toBe(true);
  });

  it('happens once: the next start goes on with the account that the journal knows', async () => {
    venue = await SimulatedKraken.open({balances: BALANCES});
    const first = await start();
    await first.stop();
    const second = await start(first);

    expect(second.all('AccountOpened')).toHaveLength(1);
    expect(second.state.run).toMatchObject({epoch: 2, isReconciled: true});
  });
});

describe('in the books', () => {
  it('a holding of the opening is no position and no equity', () => {
    const world = new KernelWorld({isReconciled: false});
    const others = [{asset: 'BTC', total: '2'}];
    world.take({type: 'AccountOpened', data: {currency: 'USD', cash: '500', others}});

    expect(world.state.equity.current).toBe(decimal('500'));
    expect(world.position).toBeUndefined();
  });

  it('a paper account needs none: its opening is its configured cash', () => {
    const world = new KernelWorld();

    expect(world.state.cash).toBe(decimal('10000'));
    expect(world.state.baseline).toEqual(new Map());
  });

  it('is said in one line', () => {
    const others = [{asset: 'BTC', total: '1'}];

    expect(openingSentence({currency: 'USD', cash: '100', others})).toBe(
      'The account opens with 100 USD. Not ours, and never sold: 1 BTC.',
    );
    expect(openingSentence({currency: 'USD', cash: '100', others: []})).toBe('The account opens with 100 USD.');
  });
});
