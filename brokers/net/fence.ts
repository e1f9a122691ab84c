import type {OpenSocket, Socket} from './Socket.ts';
import type {SendHttp} from './sendHttp.ts';

/** Who may speak for an account. */
export type Fence = {
  /** Asked before each byte. */
  isHeld(): boolean;
  readonly reason: string;
  onLost(listener: (reason: string) => void): void;
};

/**
 * Sockets that say nothing without the right to: the last question before a byte leaves, asked in the same turn. With the right
 * the socket ends too, so that whoever speaks again has to ask first what happened meanwhile.
 */
export const fenceSockets = (openSocket: OpenSocket, fence: Fence): OpenSocket => {
  const ends = new Set<(reason: string) => void>();
  fence.onLost(reason => {
    for (const end of ends) end(reason);
  });

  return (url, events) => {
    let socket: Socket | null = null;
    let isEnded = false;
    const end = (reason: string): void => {
      if (isEnded) return;
      isEnded = true;
      ends.delete(end);
      socket?.terminate();
      events.onClosed(reason);
    };
    if (!fence.isHeld()) {
      queueMicrotask(() => end(fence.reason));

      return {send: () => {}, terminate: () => {}};
    }
    ends.add(end);
    const opened = openSocket(url, {
      onOpen: () => {
        if (!isEnded) events.onOpen();
      },
      onText: text => {
        if (!isEnded) events.onText(text);
      },
      onClosed: end,
    });
    socket = opened;

    return {
      send: text => {
        if (fence.isHeld()) opened.send(text);
        else end(fence.reason);
      },
      terminate: () => {
        isEnded = true;
        ends.delete(end);
        opened.terminate();
      },
    };
  };
};

/** Requests that are signed leave only with the right to. */
export const fenceHttp =
  (sendHttp: SendHttp, fence: Fence, isSigned: (url: string) => boolean): SendHttp =>
  async request => {
    if (isSigned(request.url) && !fence.isHeld()) throw new Error(fence.reason);

    return sendHttp(request);
  };
