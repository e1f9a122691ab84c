import {WebSocket} from 'ws';
import {signCall} from '../../brokers/simulator/dialects/kraken/Keys.ts';
import type {Simulator} from '../../brokers/simulator/startSimulator.ts';

export type Frame = Record<string, unknown> & {readonly raw: string};

/** Signs and sends private REST calls as a careful client would; the nonce rises unless it is given. */
export const restClient = (simulator: Simulator) => {
  let nonce = 0;
  const send = async (call: string, params: Record<string, string> = {}, overrides: Record<string, string> = {}) => {
    nonce += 1;
    const path = `/0/private/${call}`;
    const used = overrides['nonce'] ?? String(nonce);
    const body = new URLSearchParams({nonce: used, ...params}).toString();
    const signature = overrides['signature'] ?? signCall(simulator, path, used, body);
    const headers = {
      'API-Key': overrides['key'] ?? simulator.apiKey,
      'API-Sign': signature,
      'Content-Type': 'application/x-www-form-urlencoded',
    };

    return fetch(simulator.restUrl + path, {method: 'POST', headers, body});
  };
  const call = async (name: string, params: Record<string, string> = {}, overrides: Record<string, string> = {}) => {
    const response = await send(name, params, overrides);
    const answer: {error: string[]; result?: Record<string, unknown>} = JSON.parse(await response.text());
    return {error: answer.error, result: answer.result ?? {}};
  };

  return {send, call};
};

/** One socket that keeps every frame, with waiting for the next one of a kind. */
export const openSocket = async (url: string) => {
  const socket = new WebSocket(url);
  const frames: Frame[] = [];
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const each of waiting) each();
  };
  let isClosed = false;
  socket.on('message', data => {
    const raw = String(data);
    frames.push({...(JSON.parse(raw) as Record<string, unknown>), raw});
    wake();
  });
  socket.on('close', () => {
    isClosed = true;
    wake();
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  const until = async <Found>(look: () => Found | undefined): Promise<Found> => {
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      await new Promise<void>(resolve => {
        const done = (): void => {
          waiting.delete(done);
          resolve();
        };
        waiting.add(done);
      });
    }
  };

  return {
    frames,
    send: (message: object): void => socket.send(JSON.stringify(message)),
    /** The first frame, from an index on, that fits. */
    next: (fits: (frame: Frame) => boolean, from = 0): Promise<Frame> => until(() => frames.slice(from).find(fits)),
    closed: (): Promise<true> => until(() => (isClosed ? true : undefined)),
    close: (): void => socket.terminate(),
  };
};

export type Socket = Awaited<ReturnType<typeof openSocket>>;

/** A private socket that is subscribed to executions, with its token. */
export const openPrivate = async (simulator: Simulator): Promise<{socket: Socket; token: string}> => {
  const token = simulator.issueToken();
  const socket = await openSocket(simulator.wsPrivateUrl);
  socket.send({method: 'subscribe', params: {channel: 'executions', token}, req_id: 1});
  await socket.next(frame => frame['channel'] === 'executions' && frame['type'] === 'snapshot');

  return {socket, token};
};

export const isReplyTo = (reqId: number) => (frame: Frame) => frame['req_id'] === reqId;

export const rowsOf = (frame: Frame): readonly Record<string, unknown>[] => frame['data'] as Record<string, unknown>[];
