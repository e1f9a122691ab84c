import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {Duplex} from 'node:stream';
import {type WebSocket, WebSocketServer} from 'ws';
import type {KrakenDialect} from './KrakenDialect.ts';
import type {SocketKind} from './streams/Session.ts';

/** The simulator is for this machine only. */
const HOST = '127.0.0.1';
const MAX_BODY_BYTES = 64 * 1024;
const MAX_FRAME_BYTES = 1024 * 1024;
const PATHS: Readonly<Record<string, SocketKind>> = {'/v2': 'public', '/auth/v2': 'private'};

export type KrakenUrls = {readonly restUrl: string; readonly wsPublicUrl: string; readonly wsPrivateUrl: string};

/** Answers requests that are no part of the dialect, or null. */
type Control = (request: {
  method: string;
  path: string;
  body: string;
}) => {readonly status: number; readonly text: string} | null;

/** Real sockets on loopback for the dialect: one port for REST and both kinds of streams. */
export class KrakenServer {
  readonly #dialect: KrakenDialect;
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({noServer: true, maxPayload: MAX_FRAME_BYTES});
  readonly #failures: (error: unknown) => void;
  readonly #control: Control;
  #heardAt = performance.now();

  constructor(dialect: KrakenDialect, {onFailure, control}: {onFailure: (error: unknown) => void; control: Control}) {
    this.#dialect = dialect;
    this.#control = control;
    this.#failures = onFailure;
    this.#server = createServer((request, response) => void this.#answer(request, response).catch(onFailure));
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  /** Rejects where the port is taken. Port 0 takes a free one. */
  async listen(port: number): Promise<KrakenUrls> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, HOST, () => resolve());
    });
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The simulator has no port.');
    const place = `${HOST}:${address.port}`;

    return {restUrl: `http://${place}`, wsPublicUrl: `ws://${place}/v2`, wsPrivateUrl: `ws://${place}/auth/v2`};
  }

  /** Real ms since the last request, or since the last socket went. */
  idleMs(): number {
    if (this.#sockets.clients.size > 0) this.#heardAt = performance.now();

    return performance.now() - this.#heardAt;
  }

  /** Cuts every connection and resolves when the port is free. */
  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#server.closeAllConnections();
    await new Promise<void>(resolve => this.#server.close(() => resolve()));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#heardAt = performance.now();
    const body = await readBody(request);
    if (body === null) {
      response.writeHead(413).end();
      return;
    }
    const {pathname, search} = new URL(request.url ?? '/', `http://${HOST}`);
    const control = this.#control({method: request.method ?? 'GET', path: pathname, body});
    if (control !== null) {
      response.writeHead(control.status, {'content-type': 'application/json; charset=utf-8'}).end(control.text);
      return;
    }
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
    );
    this.#dialect.request(
      {path: pathname, query: search.slice(1), headers, body},
      {
        reply: (status, text) => {
          const type = status === 200 ? 'application/json; charset=utf-8' : 'text/html';
          response.writeHead(status, {'content-type': type}).end(text);
        },
        reset: () => request.socket.destroy(),
      },
    );
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const kind = PATHS[new URL(request.url ?? '/', `http://${HOST}`).pathname];
    if (kind === undefined) {
      socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, webSocket => this.#serve(webSocket, kind));
  }

  #serve(socket: WebSocket, kind: SocketKind): void {
    const session = this.#dialect.connect(kind, {
      send: text => {
        if (socket.readyState === socket.OPEN) socket.send(text);
      },
      terminate: () => socket.terminate(),
    });
    socket.on('message', data => this.#dialect.receive(session, String(data)));
    socket.on('close', () => this.#dialect.disconnect(session));
    socket.on('error', this.#failures);
  }
}

/** The body as text, or null where it is too long. */
const readBody = async (request: IncomingMessage): Promise<string | null> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BODY_BYTES) return null;
    chunks.push(bytes);
  }

  return Buffer.concat(chunks).toString('utf8');
};
