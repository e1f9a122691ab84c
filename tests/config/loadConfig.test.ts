import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {STRATEGIES, strategyDefinition} from '../../core/brain/strategies/index.ts';
import {explainConfig} from '../../core/config/explainConfig.ts';
import {ConfigProblems} from '../../core/config/problems.ts';
import {settingsOf} from '../../core/config/settingsOf.ts';
import {load, problemsOf} from './support.ts';

describe('what wins', () => {
  test('without a word the bot trades on paper in a simulated market, on this machine alone', () => {
    const {config, cwd} = load();

    expect(config.market.venue).toBe('sim');
    expect(config.trading.mode).toBe('paper');
    expect(config.server).toEqual({host: '127.0.0.1', port: 3010});
    expect(config.dataDir).toBe(join(cwd, 'data'));
    expect(config.logging.file).toBe(join(cwd, 'logs/out.log'));
    expect(config.memory).toEqual({checkIntervalMs: 60_000, maxHeapUsedBytes: 500_000_000});
  });

  const file = {server: {port: 1}};
  test.each([
    ['the file', {file}, 1, /config\.json$/],
    ['.env', {file, dotEnv: 'OGZ_SERVER_PORT=2'}, 2, /^\.env OGZ_SERVER_PORT$/],
    ['the environment', {file, dotEnv: 'OGZ_SERVER_PORT=2', env: {OGZ_SERVER_PORT: '3'}}, 3, /^OGZ_SERVER_PORT$/],
    ['a flag', {file, dotEnv: 'OGZ_SERVER_PORT=2', env: {OGZ_SERVER_PORT: '3'}, args: ['--port=4']}, 4, /^--port$/],
  ])('%s beats what is weaker, and says so', (_, given, port, origin) => {
    const loaded = load(given);

    expect(loaded.config.server.port).toBe(port);
    expect(explainConfig(loaded).find(row => row.path === 'server.port')?.origin).toMatch(origin);
  });

  test('an empty variable is as good as none', () => {
    expect(load({env: {OGZ_SERVER_PORT: '', PAPER_TRADING: ''}}).config.server.port).toBe(3010);
  });

  test('config.json is read from the data directory that the flag names', () => {
    const {cwd} = load();
    writeFileSync(join(cwd, 'config.json'), '{"seed": 77}');

    expect(load({args: ['--data-dir', cwd]}).config.seed).toBe(77);
  });

  test('text becomes what the key wants: numbers, switches, lists', () => {
    const {config} = load({
      args: ['--market', 'replay', '--data', 'a.csv', '--data', 'b.csv', '--speed', 'max', '--no-memory'],
      env: {OGZ_MARKET_SYMBOLS: 'BTC/USD, ETH/USD', OGZ_RISK_MAX_ORDER_SHARE: '5e-2', OGZ_RISK_ALLOW_STACKING: 'true'},
    });

    expect(config.market.symbols).toEqual(['BTC/USD', 'ETH/USD']);
    expect(config.market.dataFiles.map(path => path.slice(-6))).toEqual(['/a.csv', '/b.csv']);
    expect(config.market.speed).toBe('max');
    expect(config.risk.maxOrderShare).toBe(0.05);
    expect(config.risk.allowStacking).toBe(true);
    expect(config.brain.patternMemory.enabled).toBe(false);
  });
});

describe('what is refused', () => {
  test('everything at once, each with its path, its value in quotes and what would be right', () => {
    const problems = problemsOf({
      file: {risk: {maxOrderShar: 0.1, maxNetShare: '0.3'}, port: 1, account: {openingCash: 10_000}},
      env: {OGZ_MARKET_VENUE: 'krakn', OGZ_RISK_MAX_ORDERSHARE: '0.1'},
      args: ['--speed', 'fast', '--set', 'server.port=http', '--symbol', 'btcusd'],
    });

    expect(problems).toEqual({
      'risk.maxOrderShar': expect.stringMatching(
        /^unknown key \(from .*config\.json\)\. Did you mean "risk\.maxOrderShare"\?$/,
      ),
      'risk.maxNetShare': expect.stringContaining('"0.3" must be a number from 0 to 1'),
      port: expect.stringContaining('Did you mean "server.port"?'),
      'account.openingCash': expect.stringContaining('"10000" must be an amount above zero in quotes'),
      'market.venue': '"krakn" must be one of sim, replay, kraken-sim, kraken (from OGZ_MARKET_VENUE).',
      OGZ_RISK_MAX_ORDERSHARE: 'unknown variable. Did you mean "OGZ_RISK_MAX_ORDER_SHARE"?',
      'market.speed': '"fast" must be a number from 0.01 to 100000, max or auto (from --speed).',
      'server.port': '"http" must be a whole number from 0 to 65535 (from --set).',
      'market.symbols': expect.stringContaining('"["btcusd"]" must be up to 20 different markets like BTC/USD'),
    });
  });

  test('it ends with exit code 78 and one line for each problem', () => {
    const error = new ConfigProblems([
      {path: 'a', text: 'x.'},
      {path: 'b', text: 'y.'},
    ]);

    expect(error.exitCode).toBe(78);
    expect(error.message).toBe('The configuration has 2 problems:\n  a: x.\n  b: y.');
  });

  test.each([
    ['{"a": ', 'is not JSON'],
    ['[1]', 'must hold one JSON object, not "[1]"'],
    ['x'.repeat(1_000_001), 'at most 1000000 are read'],
  ])('a config.json like %.10s', (file, text) => {
    expect(Object.values(problemsOf({file}))).toEqual([expect.stringContaining(text)]);
  });

  test('keys that would reach into every object', () => {
    const problems = problemsOf({
      file: '{"__proto__": {"isAdmin": true}, "constructor": 1}',
      args: ['--set', '__proto__.x=1'],
    });

    expect(Object.keys(problems)).toEqual(['__proto__', 'constructor', '__proto__.x'].filter(key => key in problems));
    expect(Object.values(problems).length).toBeGreaterThanOrEqual(2);
    expect(({} as Record<string, unknown>)['isAdmin']).toBe(undefined);
  });

  test('a data directory named inside itself', () => {
    expect(problemsOf({file: {dataDir: 'elsewhere'}})['dataDir']).toContain('Use --data-dir');
  });

  test('PAPER_TRADING=false, because live trading is not there', () => {
    expect(load({env: {PAPER_TRADING: 'true'}}).config.trading.mode).toBe('paper');
    expect(problemsOf({env: {PAPER_TRADING: 'false'}})['PAPER_TRADING']).toContain('live trading is not there');
    expect(problemsOf({dotEnv: 'PAPER_TRADING=nein'})['.env PAPER_TRADING']).toBe('"nein" must be true.');
  });

  test('a replay without a file for each symbol, and a file for the simulated market', () => {
    expect(problemsOf({args: ['--market', 'replay']})['market.dataFiles']).toContain('replay needs a recorded market');
    expect(problemsOf({args: ['--data', 'x.csv']})['market.dataFiles']).toContain('"x.csv"');
  });

  test('an exchange that is not on this machine, has no key, or is meant for another market', () => {
    const exchangeOf = (address: string, args: readonly string[] = [], env = {}): string =>
      problemsOf({args: [...args, '--set', `market.exchange=${address}`], env})['market.exchange'] ?? 'fine';
    const sim = ['--market', 'kraken-sim'];
    const env = {OGZ_EXCHANGE_KEY: 'a', OGZ_EXCHANGE_SECRET: 'b'};

    expect(exchangeOf('http://10.1.2.3:80', sim, env)).toContain('is not on this machine');
    expect(exchangeOf('http://127.0.0.1.example.com', sim, env)).toContain('is not on this machine');
    expect(exchangeOf('http://127.0.0.1:8787', sim)).toContain('needs the key');
    expect(exchangeOf('http://127.0.0.1:8787', [], env)).toContain('sim joins no exchange');
    expect(exchangeOf('https://me:pw@127.0.0.1', sim, env)).toContain('must be an address like');
    expect(exchangeOf('http://[::1]:8787', sim, env)).toBe('fine');
  });

  test('half a key, a key twice, and a speed that two processes cannot follow', () => {
    expect(problemsOf({env: {OGZ_EXCHANGE_KEY: 'a'}})['OGZ_EXCHANGE_SECRET']).toContain('is missing');
    expect(problemsOf({env: {OGZ_EXCHANGE_KEY: 'a', OGZ_EXCHANGE_KEY_FILE: 'b'}})['OGZ_EXCHANGE_KEY_FILE']).toContain(
      'Keep one of them',
    );
    for (const speed of ['max', '0.5', '201'])
      expect(problemsOf({args: ['--market', 'kraken-sim', '--speed', speed]})['market.speed']).toContain('kraken-sim');
    expect(problemsOf({args: ['--market', 'kraken-sim', '--speed', '20']})).toEqual({});
  });

  test('a config.json that cannot be read', () => {
    const {cwd} = load();
    mkdirSync(join(cwd, 'data/config.json'));

    expect(Object.values(problemsOf({args: ['--data-dir', join(cwd, 'data')]}))[0]).toContain('cannot be read: EISDIR');
  });
});

describe('beyond this machine', () => {
  const token = 'b3f1c2d4e5a697887766';

  test.each(['0.0.0.0', '::', '192.168.1.4', 'bot.example.org', '127.0.0.1.example.org'])(
    '%s wants a login token',
    host => {
      expect(problemsOf({args: ['--host', host]})['server.host']).toContain('Set OGZ_LOGIN_TOKEN');
      expect(load({args: ['--host', host], env: {OGZ_LOGIN_TOKEN: token}}).secrets.loginToken).toBe(token);
    },
  );

  test.each(['127.0.0.1', '127.9.9.9', 'localhost', '::1'])('%s does not', host => {
    expect(load({args: ['--host', host]}).config.server.host).toBe(host);
  });

  test.each(['changeme-changeme-1', 'short', 'aaaaaaaaaaaaaaaaaaaaaa', 'my-default-token-123'])(
    'the token %s is no token, and is not repeated',
    weak => {
      const problems = problemsOf({args: ['--host', '0.0.0.0'], env: {OGZ_LOGIN_TOKEN: weak}});

      expect(problems['OGZ_LOGIN_TOKEN']).toContain('too easy to guess');
      expect(JSON.stringify(problems)).not.toContain(weak);
    },
  );

  test('the token may lie in a file, and is neither in the configuration nor in its explanation', () => {
    const {cwd} = load();
    writeFileSync(join(cwd, 'token'), `${token}\n`);
    const loaded = load({env: {OGZ_LOGIN_TOKEN_FILE: join(cwd, 'token')}});

    expect(loaded.secrets.loginToken).toBe(token);
    expect(JSON.stringify([loaded.config, explainConfig(loaded)])).not.toContain(token);
    expect(problemsOf({env: {OGZ_LOGIN_TOKEN_FILE: join(cwd, 'none')}})['OGZ_LOGIN_TOKEN_FILE']).toContain(
      'cannot be read',
    );
    expect(problemsOf({env: {OGZ_LOGIN_TOKEN_FILE: 'x', OGZ_LOGIN_TOKEN: token}})['OGZ_LOGIN_TOKEN_FILE']).toContain(
      'Keep one',
    );
  });
});

describe('what comes out', () => {
  test('is frozen to the last leaf', () => {
    const {config} = load();

    expect(() => Object.assign(config.risk, {maxOrderShare: 1})).toThrow(TypeError);
    expect(() => (config.market.symbols as string[]).push('X/Y')).toThrow(TypeError);
    expect(Object.isFrozen(config.brain.strategies['twoPoleCross']?.params)).toBe(true);
  });

  test('has a hash that follows what the bot does, not where it lives or in which order it was written', () => {
    const {configHash} = load();

    expect(configHash).toMatch(/^[0-9a-f]{64}$/);
    expect(load({args: ['--data-dir', '/elsewhere', '--port', '1', '--set', 'logging.level=debug']}).configHash).toBe(
      configHash,
    );
    expect(load({args: ['--seed', '2']}).configHash).not.toBe(configHash);
    expect(load({file: {seed: 2, account: {openingCash: '500'}}}).configHash).toBe(
      load({file: {account: {openingCash: '500'}, seed: 2}}).configHash,
    );
  });

  test('gives the kernel the strategies that are switched on, with all their parameters', () => {
    const {brain, timeframe} = settingsOf(load().config, {timeframe: '5m', currency: 'USD'});

    expect(timeframe).toBe('5m');
    expect(brain.strategies.map(({name}) => name)).toEqual(STRATEGIES.map(({name}) => name));
    for (const {name, params} of brain.strategies) {
      expect(() => strategyDefinition(name).indicators(params)).not.toThrow();
      expect(Object.keys(params)).toEqual(Object.keys(strategyDefinition(name).parameters));
    }
  });

  test('a strategy can be switched off, and a misspelt one is found', () => {
    const off = settingsOf(load({args: ['--set', 'brain.strategies.macdTrend.enabled=false']}).config, {
      timeframe: '1m',
      currency: 'USD',
    });
    const problems = problemsOf({args: ['--set', 'brain.strategies.macdTrnd.enabled=false']});

    expect(off.brain.strategies.map(({name}) => name)).not.toContain('macdTrend');
    expect(problems['brain.strategies.macdTrnd.enabled']).toContain(
      'Did you mean "brain.strategies.macdTrend.enabled"?',
    );
  });

  test('explains every key: value, origin, default, meaning and variable, and each variable belongs to one key', () => {
    const rows = explainConfig(load());

    expect(rows.length).toBeGreaterThan(60);
    for (const row of rows) {
      expect(row.description, row.path).toMatch(/\.$/);
      expect(row.expected, row.path).not.toBe('');
      expect(row.default, row.path).not.toBe(undefined);
    }
    expect(new Set(rows.map(({variable}) => variable)).size).toBe(rows.length);
    expect(rows.find(({path}) => path === 'risk.maxOrderShare')?.variable).toBe('OGZ_RISK_MAX_ORDER_SHARE');
  });
});
