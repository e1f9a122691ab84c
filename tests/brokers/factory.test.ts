import {expect, test} from 'vitest';
import {BrokerFactory} from '../../brokers/BrokerFactory.ts';
import {takeConfigFlags} from '../../core/config/flags.ts';
import {loadConfig} from '../../core/config/loadConfig.ts';
import {VENUES} from '../../core/config/venues.ts';

test('the configuration may name the venues that there are, and no others', () => {
  expect(new BrokerFactory().names).toEqual(VENUES);
});

test('says which venues there are when it is asked for another', () => {
  const loaded = loadConfig({flags: takeConfigFlags([]).assignments, env: {}, cwd: '/'});

  expect(() => new BrokerFactory().prepare('krakn', loaded)).toThrow(
    'Unknown broker "krakn". Known: sim, replay, kraken-sim, kraken.',
  );
});

test.each(['binance', 'coinbase'])('says of %s that it is not there yet, and what is', name => {
  const load = () => loadConfig({flags: takeConfigFlags(['--market', name]).assignments, env: {}, cwd: '/'});
  const loaded = loadConfig({flags: takeConfigFlags([]).assignments, env: {}, cwd: '/'});
  const known = VENUES.join(', ');

  expect(load).toThrow(`"${name}" must be one of ${known} (from --market). Binance and Coinbase are not there yet.`);
  expect(() => new BrokerFactory().prepare(name, loaded)).toThrow(
    `Unknown broker "${name}". Known: ${known}. Binance and Coinbase are not there yet.`,
  );
});
