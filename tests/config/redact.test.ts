import {describe, expect, test} from 'vitest';
import {REDACTED, redactFields, redactText, registerSecret} from '../../core/runtime/redact.ts';

describe('what a log line may say stays as it is', () => {
  test.each([
    {price: '43120.50', quantity: '0.00012345', fee: '0.0000000001'},
    {
      clientOrderId: 'ogz-4f0c2a9e11aa77b3-1024',
      venueOrderId: 'OQCLML-BW3P3-BUCMWZ',
      executionId: 'TCCCTY-WE2O6-P3NB37',
    },
    {time: 1_621_468_800_000, ageMs: 250, timestamp: '2021-05-20T00:00:00.000Z'},
    {hash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', seq: 9_007_199_254_740_991},
    {id: '4111111111111111', decision: 1234567890123456, correlationId: '550e8400-e29b-41d4-a716-446655440000'},
    {code: 'MAX_POSITION_EXCEEDED', value: '1000000000000', limit: '0.10', symbol: 'BTC/USD'},
    {orders: [{symbol: 'TOKEN/USD', side: 'buy', limitPrice: '1.00000000'}], strategy: 'secretSauce'},
    {path: '/api/candles?symbol=BTC%2FUSD&limit=500&before=1621468800000', port: 3010},
    {msg: 'IndicatorEngine ready: 20 indicators for BTC/USD 1m', seed: 77, author: 'x', keyboard: 'y', monkey: 'z'},
    {isAuthenticated: true, hasToken: false, apiKey: null},
  ])('%j', fields => {
    expect(redactFields(fields)).toEqual(fields);
  });
});

describe('secrets are taken out', () => {
  test.each([
    'token',
    'operatorToken',
    'api_key',
    'apiKey',
    'API-KEY',
    'x-api-key',
    'privateKey',
    'password',
    'Authorization',
    'set-cookie',
    'clientSecret',
    'sessionKey',
  ])('under the key %s, however deep', key => {
    const clean = redactFields({request: {headers: [{[key]: 'hunter2hunter2'}]}});

    expect(clean).toEqual({request: {headers: [{[key]: REDACTED}]}});
  });

  test.each([
    ['GET http://127.0.0.1:3010/?token=abcdef&x=1', `GET http://127.0.0.1:3010/?token=${REDACTED}&x=1`],
    ['wss://x/?a=1&listen_token=abc#t', `wss://x/?a=1&listen_token=${REDACTED}#t`],
    ['sent Authorization: Bearer eyJhbGciOi.J9 to it', `sent Authorization: Bearer ${REDACTED} to it`],
    ['postgres://bot:pa55word@db/ogz', `postgres://bot:${REDACTED}@db/ogz`],
  ])('in free text: %s', (text, clean) => {
    expect(redactText(text)).toBe(clean);
  });

  test('a known value goes wherever it turns up: messages, causes, encoded in addresses', () => {
    registerSecret('sesame/open#1');
    const error = new Error('refused sesame/open#1', {cause: new Error('by sesame%2Fopen%231')});
    const text = JSON.stringify(redactFields({err: error, note: 'x sesame/open#1 y'}));

    expect(text).not.toMatch(/sesame/);
    expect(text).toContain(`x ${REDACTED} y`);
  });

  test('a known value too short to be a secret does not blot out prices', () => {
    registerSecret('43');
    expect(redactText('price 43120')).toBe('price 43120');
  });
});

describe('a line always comes to an end', () => {
  test('circles, depth, long lists and long texts are cut with a word', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    let deep: Record<string, unknown> = {};
    for (let i = 0; i < 50; i++) deep = {deep};
    const text = JSON.stringify(
      redactFields({circle, deep, list: Array.from({length: 1_000}, () => 0), long: 'x'.repeat(100_000)}),
    );

    expect(text).toContain('[circular]');
    expect(text).toContain('[too deep]');
    expect(text).toContain('(1000 items)');
    expect(text).toContain('(100000 letters)');
    expect(text.length).toBeLessThan(20_000);
  });

  test('the same object twice is no circle, and bigints have text', () => {
    const market = {symbol: 'BTC/USD'};
    expect(redactFields({a: market, b: market, quantity: 5n})).toEqual({a: market, b: market, quantity: '5'});
  });

  test('what steers a terminal is escaped', () => {
    expect(redactText('a\u009b31mb\u202ec')).toBe('a\\u009b31mb\\u202ec');
  });
});
