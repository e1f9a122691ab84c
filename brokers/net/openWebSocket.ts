import {WebSocket} from 'ws';
import type {OpenSocket} from './Socket.ts';

/** A larger frame ends the connection before it is read into memory. */
export const MAX_FRAME_BYTES = 1_048_576;
const HANDSHAKE_TIMEOUT_MS = 10_000;

/** A real WebSocket. Binary frames end it: no venue here speaks anything but text. */
export const openWebSocket: OpenSocket = (url, events) => {
  const socket = new WebSocket(url, {
    maxPayload: MAX_FRAME_BYTES,
    handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    perMessageDeflate: false,
    followRedirects: false,
  });
  let reason = 'closed';
  socket.on('open', () => events.onOpen());
  socket.on('message', (data, isBinary) => {
    if (!isBinary) return events.onText(data.toString());
    reason = 'a binary frame came';
    socket.terminate();
  });
  socket.on('error', error => {
    reason = error.message;
  });
  socket.on('close', code => events.onClosed(`${reason} (${code})`));

  return {
    send: text => socket.send(text),
    terminate: () => socket.terminate(),
  };
};
