import {describe, expect, test} from 'vitest';
import {KrakenBroker} from '../../brokers/kraken/KrakenBroker.ts';
import {importsOf, readSources, repositoryPaths, targetOf} from '../house/sources.ts';
import {CREDENTIALS, URLS} from './ScriptedKraken.ts';

const LOCAL = {
  rest: 'http://127.0.0.1:8787',
  publicSocket: 'ws://127.0.0.1:8787/v2',
  privateSocket: 'ws://127.0.0.1:8787/auth/v2',
};
const simulated = {speed: 10};
const make = (urls: typeof LOCAL, change: {simulated?: typeof simulated} = {}): KrakenBroker =>
  new KrakenBroker({credentials: CREDENTIALS, edge: {urls}, ...change});

describe('where orders are signed for', () => {
  test('the real adapter takes the real addresses, and a simulated one those of this machine', () => {
    expect(make(URLS).identity).toMatchObject({name: 'kraken', mode: 'live', simulated: false});
    expect(make(LOCAL, {simulated}).identity).toMatchObject({name: 'kraken-sim', mode: 'paper', simulated: true});
  });

  test.each(Object.keys(LOCAL))('refuses a simulated exchange whose %s is elsewhere', use => {
    const address = 'https://127.0.0.1.example.com';
    expect(() => make({...LOCAL, [use]: address}, {simulated})).toThrow('A simulated exchange is on this machine');
    expect(() => make({...LOCAL, [use]: URLS.rest}, {simulated})).toThrow('A simulated exchange is on this machine');
  });

  test.each(Object.keys(LOCAL))('refuses real orders whose %s is on this machine or anybody else', use => {
    for (const address of ['http://127.0.0.1:8787', 'http://api.kraken.com', 'https://api.kraken.com.example.com'])
      expect(() => make({...URLS, [use]: address})).toThrow('Real orders go to https://api.kraken.com');
  });

  test.each([
    ['brokers/kraken/KrakenBroker.ts', ['brokers/venues/krakenSim.ts']],
    ['brokers/ccxt/CcxtBrokerAdapter.ts', []],
  ])('only the simulated venue loads what can sign an order, so no other market can: %s', (signer, loaders) => {
    const product = readSources(repositoryPaths().filter(path => /^(core|brokers)\/.*\.ts$/.test(path)));
    const importers = product
      .filter(file => importsOf(file).some(({specifier}) => targetOf(file.path, specifier) === signer))
      .map(({path}) => path);

    expect(importers).toEqual(loaders);
  });
});
