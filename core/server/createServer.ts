import {randomUUID} from 'node:crypto';
import {createServer as createHttpServer, type RequestListener, type Server} from 'node:http';
import type {Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import {isLoopback} from '../config/check.ts';
import {neighbourhood} from './addresses.ts';
import type {ErrorAnswer} from './protocol.ts';

const HEADER_BYTES = 8_192;
const HEADERS_MS = 5_000;
const REQUEST_MS = 10_000;
/** How often unfinished requests are looked for. */
const CHECK_MS = 1_000;
/** A connection without a byte in either direction is closed after this; sockets of the page beat more often. */
const SILENT_MS = 60_000;
const CONNECTIONS = 1_000;
/** Of one address elsewhere. This machine's own programs share one address and are limited together. */
const CONNECTIONS_PER_ADDRESS = 50;

/** Makes the HTTP server, with every limit that keeps slow or greedy strangers from wearing the bot out. */
export const createServer = (app: RequestListener): Server => {
  const server = createHttpServer(
    {
      maxHeaderSize: HEADER_BYTES,
      headersTimeout: HEADERS_MS,
      requestTimeout: REQUEST_MS,
      connectionsCheckingInterval: CHECK_MS,
      // The guard answers a missing Host itself, in the form of all our errors.
      requireHostHeader: false,
    },
    app,
  );
  server.timeout = SILENT_MS;
  server.maxConnections = CONNECTIONS;
  server.on('connection', limitPerAddress());
  server.on('clientError', answerBroken);

  return server;
};

const limitPerAddress = (): ((socket: Socket) => void) => {
  const open = new Map<string, number>();

  return socket => {
    const address = socket.remoteAddress ?? '';
    if (isLoopback(address.replace('::ffff:', ''))) return;
    const key = neighbourhood(address);
    const count = (open.get(key) ?? 0) + 1;
    open.set(key, count);
    socket.once('close', () => {
      const left = (open.get(key) ?? 1) - 1;
      if (left === 0) open.delete(key);
      else open.set(key, left);
    });
    if (count > CONNECTIONS_PER_ADDRESS) socket.destroy();
  };
};

type Refusal = {readonly status: string; readonly error: ErrorAnswer['error']};

const MALFORMED: Refusal = {
  status: '400 Bad Request',
  error: {code: 'MALFORMED_REQUEST', message: 'This is not a request of HTTP/1.1.'},
};

const REFUSALS: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    error: {code: 'HEADER_TOO_LARGE', message: `The header is larger than ${HEADER_BYTES} bytes.`},
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    error: {code: 'TOO_SLOW', message: 'The request did not come to its end in time.'},
  },
};

/** What never became a request is answered on the bare connection, which is then closed. */
const answerBroken = (error: NodeJS.ErrnoException, socket: Duplex): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const refusal = REFUSALS[error.code ?? ''] ?? MALFORMED;
  const answer: ErrorAnswer = {error: refusal.error, correlationId: randomUUID()};
  const body = JSON.stringify(answer);
  const headers = `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close`;
  socket.end(`HTTP/1.1 ${refusal.status}\r\n${headers}\r\n\r\n${body}`, () => socket.destroy());
};
