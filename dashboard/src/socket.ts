import {io, type Socket} from 'socket.io-client';
import type {ClientToServer, ServerToClient} from '../../core/server/protocol.ts';
import {ApiError, fetchRecent} from './api.ts';
import type {Store} from './store.ts';

const LOG_LINES = 200;
const RESYNC_TIMEOUT_MS = 2_000;
const PING_EVERY_MS = 2_000;
const AGES_EVERY_MS = 500;

/** Connects the store to the bot that served the page, for as long as the page lives. */
export const connect = (store: Store): void => {
  const socket: Socket<ServerToClient, ClientToServer> = io({reconnectionDelay: 500, reconnectionDelayMax: 3_000});
  // The bot limits how often it answers; without an answer the page would wait for ever.
  const resync = (): void => {
    socket.timeout(RESYNC_TIMEOUT_MS).emit('resync', (error, snapshot) => {
      if (error === null) store.takeSnapshot(snapshot, performance.now());
      else if (socket.connected) resync();
    });
  };

  store.onSnapshot(() => void fillLog(store));
  socket.on('snapshot', snapshot => store.takeSnapshot(snapshot, performance.now()));
  socket.on('frame', frame => {
    if (store.takeFrame(frame, performance.now()) === 'gap') resync();
  });
  socket.on('pulse', pulse => store.takePulse(pulse, performance.now()));
  socket.on('connect', () => measure(socket, store));
  socket.on('disconnect', () => store.setLink('lost'));
  socket.on('connect_error', () => store.setLink(store.bot.state === null ? 'connecting' : 'lost'));
  window.setInterval(() => measure(socket, store), PING_EVERY_MS);
  window.setInterval(() => store.touch(), AGES_EVERY_MS);
};

/** The log begins where the page was not there yet; without an answer it begins now. */
const fillLog = async (store: Store): Promise<void> => {
  try {
    store.takeHistory(await fetchRecent(store.bot.state?.seq ?? 0, LOG_LINES));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
};

const measure = (socket: Socket<ServerToClient, ClientToServer>, store: Store): void => {
  if (!socket.connected) return;
  const sentAt = performance.now();
  socket.emit('ping', () => store.setRoundTrip(performance.now() - sentAt));
};
