/** What a socket tells its owner. After `onClosed` it tells nothing more. */
export type SocketEvents = {
  onOpen(): void;
  onText(text: string): void;
  onClosed(reason: string): void;
};

/** One text socket, opened and not yet up; a port, so that tests can stand in for the network. */
export type Socket = {
  send(text: string): void;
  /** Ends it at once and without a farewell: a half-dead peer would never answer one. */
  terminate(): void;
};

export type OpenSocket = (url: string, events: SocketEvents) => Socket;
