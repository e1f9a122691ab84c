import type {Server} from 'node:http';
import type {AddressInfo} from 'node:net';

/** The port belongs to somebody else: the caller exits with 75. */
export class PortInUse extends Error {
  constructor(host: string, port: number) {
    super(`Port ${port} on ${host} is in use by another program. Stop that one, or choose another port with --port.`);
    this.name = 'PortInUse';
  }
}

/** Listens and returns the port, which is a free one when 0 was asked for. */
export const listen = (server: Server, host: string, port: number): Promise<number> => {
  const {promise, resolve, reject} = Promise.withResolvers<number>();
  server.once('error', error => {
    reject('code' in error && error.code === 'EADDRINUSE' ? new PortInUse(host, port) : error);
  });
  server.listen(port, host, () => resolve((server.address() as AddressInfo).port));

  return promise;
};
