import {describe, expect, it} from 'vitest';
import {Connection, type ConnectionLimits} from '../../brokers/net/Connection.ts';
import {ConnectBudget} from '../../brokers/net/ConnectBudget.ts';
import {ManualTime} from '../support/ManualTime.ts';
import {type ScriptedSocket, ScriptedSockets, settled} from './ScriptedSockets.ts';

type Message = {readonly id?: number; readonly data?: string; readonly refusal?: string};

const LIMITS: ConnectionLimits = {
  silentAfterMs: 5_000,
  answerWithinMs: 1_000,
  openWithinMs: 3_000,
  maxPending: 3,
  backoff: {firstMs: 1_000, maxMs: 8_000},
  stableAfterMs: 10_000,
  rotateAfterMs: 100_000,
  maxHeldBack: 5,
  firstUpWithinMs: 20_000,
};

const makeWorld = ({authorize, connects = 100}: {authorize?: () => Promise<void>; connects?: number} = {}) => {
  const time = new ManualTime();
  const sockets = new ScriptedSockets();
  const heard: string[] = [];
  const connection = new Connection<string, Message>({
    url: 'wss://venue.test',
    openSocket: sockets.open,
    clock: time.clock,
    timers: time.timers,
    random: () => 0.5,
    budget: new ConnectBudget({connects, windowMs: 60_000}),
    limits: LIMITS,
    protocol: {
      read: text => JSON.parse(text) as Message,
      answers: ({id}) => id ?? null,
      ping: id => JSON.stringify({do: 'ping', id}),
    },
    subscriptions: {
      key: channel => channel,
      subscribe: (channel, id) => JSON.stringify({do: 'subscribe', channel, id}),
      unsubscribe: (channel, id) => JSON.stringify({do: 'unsubscribe', channel, id}),
      refusal: ({refusal}) => refusal ?? null,
    },
    ...(authorize === undefined ? {} : {authorize}),
    listener: {
      onMessage: ({data = ''}) => heard.push(data),
      onUp: () => heard.push('UP'),
      onDown: reason => heard.push(`DOWN ${reason}`),
      onRefused: (channel, reason) => heard.push(`REFUSED ${channel} ${reason}`),
    },
  });

  return {time, sockets, heard, connection};
};

type World = ReturnType<typeof makeWorld>;

const requests = (socket: ScriptedSocket): {do: string; channel?: string; id: number}[] =>
  socket.sent.map(text => JSON.parse(text));

/** The other end opens and agrees to everything that it is asked. */
const accept = async (socket: ScriptedSocket): Promise<void> => {
  socket.open();
  await settled();
  for (const {id} of requests(socket)) socket.say({id});
  await settled();
};

const opened = async (
  channels: readonly string[] = ['a', 'b'],
  options = {},
): Promise<World & {socket: ScriptedSocket}> => {
  const world = makeWorld(options);
  world.connection.want(channels);
  const up = world.connection.open();
  await accept(world.sockets.last);
  await up;

  return {...world, socket: world.sockets.last};
};

describe('Connection', () => {
  it('asks for everything that is wanted, and is up when all of it is answered', async () => {
    const {heard, socket, connection} = await opened();

    expect(requests(socket).map(({do: what, channel}) => [what, channel])).toEqual([
      ['subscribe', 'a'],
      ['subscribe', 'b'],
    ]);
    expect(heard).toEqual(['UP']);
    expect(connection.isUp).toBe(true);
  });

  it('asks only for the difference when the wish changes', async () => {
    const {connection, socket} = await opened();
    connection.want(['b', 'c']);

    expect(requests(socket).slice(2)).toMatchObject([
      {do: 'unsubscribe', channel: 'a'},
      {do: 'subscribe', channel: 'c'},
    ]);
  });

  it('comes back after a break and asks for everything again', async () => {
    const {connection, heard, socket, sockets, time} = await opened();
    socket.breakOff('reset');

    expect(heard).toEqual(['UP', 'DOWN reset']);
    expect(connection.isUp).toBe(false);
    time.advance(500);
    await accept(sockets.last);

    expect(sockets.all.length).toBe(2);
    expect(requests(sockets.last).map(({channel}) => channel)).toEqual(['a', 'b']);
    expect(heard).toEqual(['UP', 'DOWN reset', 'UP']);
  });

  it('makes a new link when the old one still tells and does not carry what is sent', async () => {
    const {connection, heard, socket, time} = await opened();
    const lost = connection.request(id => JSON.stringify({do: 'order', id})).catch(({kind}) => kind);
    time.advance(1_000);
    expect(await lost).toBe('timeout');
    socket.say({data: 'tick'});
    time.advance(1_000);
    await settled();

    expect(heard).toEqual(['UP', 'tick', 'DOWN the venue does not answer']);
    expect(socket.isTerminated).toBe(true);
  });

  it('keeps a link on which only one answer got lost', async () => {
    const {connection, heard, socket, time} = await opened();
    const lost = connection.request(id => JSON.stringify({do: 'order', id})).catch(({kind}) => kind);
    time.advance(1_000);
    expect(await lost).toBe('timeout');
    const ping = requests(socket).at(-1);
    expect(ping?.do).toBe('ping');
    socket.say({id: ping?.id ?? 0});
    time.advance(1_000);
    await settled();

    expect(heard).toEqual(['UP']);
    expect(connection.isUp).toBe(true);
  });

  it('waits longer after each failure, and little again once a link has held', async () => {
    const {socket, sockets, time} = await opened();
    const waits: number[] = [];
    let last = time.clock.monotonic();
    socket.breakOff('reset');
    for (let round = 0; round < 5; round += 1) {
      const {length} = sockets.all;
      while (sockets.all.length === length) time.advance(50);
      waits.push(time.clock.monotonic() - last);
      last = time.clock.monotonic();
      sockets.last.breakOff('refused');
    }

    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 4_000]);
    time.advance(4_000);
    await accept(sockets.last);
    const {length} = sockets.all;
    for (let passed = 0; passed < 11_000; passed += 1_000) {
      time.advance(1_000);
      sockets.last.say({data: 'tick'});
    }
    sockets.last.breakOff('reset');
    time.advance(500);

    expect(sockets.all.length).toBe(length + 1);
  });

  it('never connects more often than its budget allows', async () => {
    const {sockets, socket, time} = await opened(['a'], {connects: 3});
    socket.breakOff('reset');
    for (let passed = 0; passed < 59_000; passed += 100) {
      if (!sockets.last.isTerminated) sockets.last.breakOff('refused');
      time.advance(100);
    }

    expect(sockets.all.length).toBe(3);
    time.advance(2_000);
    expect(sockets.all.length).toBe(4);
  });

  it('ends a link that says nothing, after having asked it once', async () => {
    const {heard, socket, time} = await opened();
    time.advance(4_000);
    expect(requests(socket).filter(({do: what}) => what === 'ping').length).toBe(1);
    time.advance(1_000);

    expect(socket.isTerminated).toBe(true);
    expect(heard.at(-1)).toContain('silent for 5000 ms');
  });

  it('keeps a quiet link that answers', async () => {
    const {socket, time} = await opened();
    for (let passed = 0; passed < 60_000; passed += 1_000) {
      time.advance(1_000);
      for (const {do: what, id} of requests(socket).slice(-1)) if (what === 'ping') socket.say({id});
    }

    expect(socket.isTerminated).toBe(false);
  });

  it('gives up a socket that does not open', async () => {
    const {connection, sockets, time} = makeWorld();
    const failed = connection.open().catch((error: unknown) => String(error));
    time.advance(3_000);
    expect(sockets.last.isTerminated).toBe(true);
    time.advance(20_000);

    expect(await failed).toMatch(/Cannot reach wss:\/\/venue\.test in time: not open after 3000 ms/);
    time.advance(600_000);
    expect(sockets.all.every(({isTerminated}) => isTerminated)).toBe(true);
  });

  it('starts over when a subscription is not answered', async () => {
    const {connection, sockets, time} = makeWorld();
    connection.want(['a']);
    void connection.open();
    sockets.last.open();
    await settled();
    time.advance(1_000);
    await settled();

    expect(sockets.all[0]?.isTerminated).toBe(true);
    time.advance(500);
    expect(sockets.all.length).toBe(2);
  });

  it('says when the venue refuses a channel, and goes on with the others', async () => {
    const {connection, heard, sockets} = makeWorld();
    connection.want(['a', 'b']);
    const up = connection.open();
    sockets.last.open();
    await settled();
    sockets.last.say({id: 1, refusal: 'no such channel'});
    sockets.last.say({id: 2});
    await up;

    expect(heard).toEqual(['REFUSED a no such channel', 'UP']);
  });

  it('asks for a fresh token on every new link before it subscribes', async () => {
    let tokens = 0;
    const authorize = async (): Promise<void> => {
      tokens += 1;
    };
    const {socket, sockets, time} = await opened(['a'], {authorize});
    socket.breakOff('reset');
    time.advance(500);
    await accept(sockets.last);

    expect(tokens).toBe(2);
  });

  it('does not subscribe where it got no token', async () => {
    const authorize = (): Promise<void> => Promise.reject(new Error('no token'));
    const {connection, sockets} = makeWorld({authorize});
    connection.want(['a']);
    void connection.open();
    sockets.last.open();
    await settled();

    expect(sockets.last.sent).toEqual([]);
    expect(sockets.last.isTerminated).toBe(true);
  });

  it('ends a link that sends what cannot be read', async () => {
    const {heard, socket} = await opened();
    socket.say('<html>502</html>');

    expect(socket.isTerminated).toBe(true);
    expect(heard.at(-1)).toContain('DOWN an unreadable frame came');
  });

  it('hears nothing from a socket that it has given up', async () => {
    const {connection, heard, socket} = await opened();
    connection.drop('the book was wrong');
    socket.say({data: 'late'});

    expect(heard).toEqual(['UP', 'DOWN the book was wrong']);
  });

  it('renews one channel by leaving it and coming back', async () => {
    const {connection, socket} = await opened();
    void connection.renew('b');
    socket.say({id: requests(socket).at(-1)?.id});
    await settled();

    expect(requests(socket).slice(2)).toMatchObject([
      {do: 'unsubscribe', channel: 'b'},
      {do: 'subscribe', channel: 'b'},
    ]);
  });

  it('stops for good', async () => {
    const {connection, heard, socket, sockets, time} = await opened();
    connection.stop();
    time.advance(600_000);

    expect(socket.isTerminated).toBe(true);
    expect(sockets.all.length).toBe(1);
    expect(heard).toEqual(['UP']);
  });
});

describe('a request', () => {
  it('gets its own answer, whatever the order', async () => {
    const {connection, socket} = await opened();
    const [first, second] = [connection.request(id => `{"id":${id}}`), connection.request(id => `{"id":${id}}`)];
    const [one = {id: 0}, two = {id: 0}] = requests(socket).slice(2);
    socket.say({id: two.id, data: 'two'});
    socket.say({id: one.id, data: 'one'});

    expect([await first, await second]).toMatchObject([{data: 'one'}, {data: 'two'}]);
  });

  it('fails as timeout when no answer comes, and a late answer does no harm', async () => {
    const {connection, socket, time} = await opened();
    const failed = connection.request(id => `{"id":${id}}`).catch((error: unknown) => error);
    time.advance(1_000);

    expect(await failed).toMatchObject({name: 'RequestFailure', kind: 'timeout'});
    socket.say({id: requests(socket).at(-1)?.id});
    expect(connection.isUp).toBe(true);
  });

  it('fails as lost when the link breaks after it was sent', async () => {
    const {connection, socket} = await opened();
    const failed = connection.request(id => `{"id":${id}}`).catch((error: unknown) => error);
    socket.breakOff('reset');

    expect(await failed).toMatchObject({kind: 'lost'});
  });

  it('fails as not sent while the connection is down, and when too many wait', async () => {
    const {connection, socket} = await opened();
    const waiting = [1, 2, 3].map(() => connection.request(id => `{"id":${id}}`).catch((error: unknown) => error));
    await expect(connection.request(String)).rejects.toMatchObject({kind: 'notSent'});
    socket.breakOff('reset');
    await Promise.all(waiting);

    await expect(connection.request(String)).rejects.toMatchObject({kind: 'notSent'});
    expect(socket.sent.length).toBe(5);
  });
});

describe('a rotation', () => {
  const rotating = async () => {
    const world = await opened();
    for (let passed = 0; passed < 100_000; passed += 1_000) {
      world.time.advance(1_000);
      world.socket.say({data: 'x'});
    }
    world.heard.length = 0;

    return world;
  };

  it('brings the new link up before the old one goes, and loses and interrupts nothing', async () => {
    const {heard, socket, sockets} = await rotating();
    expect(sockets.all.length).toBe(2);
    socket.say({data: 'old 1'});
    sockets.last.open();
    await settled();
    sockets.last.say({data: 'new snapshot'});
    socket.say({data: 'old 2'});
    expect(heard).toEqual(['old 1', 'old 2']);
    for (const {id} of requests(sockets.last)) sockets.last.say({id});
    await settled();
    socket.say({data: 'old 3'});
    sockets.last.say({data: 'new 1'});

    expect(heard).toEqual(['old 1', 'old 2', 'new snapshot', 'new 1']);
    expect(socket.isTerminated).toBe(true);
  });

  it('lets the old link live until its last request is answered', async () => {
    const {connection, socket, sockets} = await rotating();
    const answer = connection.request(id => `{"id":${id}}`);
    await accept(sockets.last);
    expect(socket.isTerminated).toBe(false);
    socket.say({id: requests(socket).at(-1)?.id, data: 'answer'});

    expect(await answer).toMatchObject({data: 'answer'});
  });

  it('goes on with the old link when the new one fails', async () => {
    const {connection, heard, sockets, socket, time} = await rotating();
    sockets.last.breakOff('refused');
    socket.say({data: 'old'});

    expect(connection.isUp).toBe(true);
    expect(heard).toEqual(['old']);
    time.advance(500);
    expect(sockets.all.length).toBe(3);
  });

  it('becomes the connection when the old link breaks first', async () => {
    const {heard, socket, sockets, time} = await rotating();
    sockets.last.open();
    await settled();
    sockets.last.say({data: 'snapshot'});
    socket.breakOff('reset');
    expect(heard).toEqual(['DOWN reset', 'snapshot']);
    for (const {id} of requests(sockets.last)) sockets.last.say({id});
    await settled();

    expect(heard).toEqual(['DOWN reset', 'snapshot', 'UP']);
    time.advance(1_000);
    expect(sockets.all.length).toBe(2);
  });
});
