import type {OpenSocket, SocketEvents} from '../../brokers/net/Socket.ts';

/** One socket whose other end is the test. */
export class ScriptedSocket {
  readonly url: string;
  readonly sent: string[] = [];
  readonly #events: SocketEvents;
  isTerminated = false;

  constructor(url: string, events: SocketEvents) {
    this.url = url;
    this.#events = events;
  }

  open(): void {
    this.#events.onOpen();
  }

  say(frame: unknown): void {
    this.#events.onText(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  breakOff(reason: string): void {
    this.#events.onClosed(reason);
  }

  send(text: string): void {
    this.sent.push(text);
  }

  terminate(): void {
    this.isTerminated = true;
  }
}

/** A network of which a test holds every other end. */
export class ScriptedSockets {
  readonly all: ScriptedSocket[] = [];
  readonly open: OpenSocket = (url, events) => {
    const socket = new ScriptedSocket(url, events);
    this.all.push(socket);

    return socket;
  };

  get last(): ScriptedSocket {
    const socket = this.all.at(-1);
    if (socket === undefined) throw new Error('Nobody has connected yet.');

    return socket;
  }
}

/** Lets everything that waits for an answered promise go on. */
export const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
};
