import {expect, test} from 'vitest';
import {BrokerFactory} from '../../brokers/BrokerFactory.ts';
import {takeConfigFlags} from '../../core/config/flags.ts';
import {loadConfig} from '../../core/config/loadConfig.ts';
import {VENUES} from '../../core/config/venues.ts';

test('the configuration may name the venues that there are, and no others', () => {
  expect(new BrokerFactory().names).toEqual(VENUES);
});

test('says which venues there are when it is asked for another', () => {
  const {config, configHash} = loadConfig({flags: takeConfigFlags([]).assignments, env: {}, cwd: '/'});

  expect(() => new BrokerFactory().prepare('krakn', config, configHash)).toThrow(
    'Unknown broker "krakn". Known: sim, replay, kraken.',
  );
});
