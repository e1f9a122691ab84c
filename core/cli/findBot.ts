import {findLockHolder} from '../runtime/findLockHolder.ts';
import {readToken, operatorTokenPath} from '../server/auth.ts';
import {BotClient} from './BotClient.ts';
import type {Place} from './findPlace.ts';

/** The bot of a data directory: its process as far as the lock file tells, and how to talk to it. */
export type FoundBot = {
  readonly pid: number | null;
  /** Null where neither a lock nor a flag says that there is one: nobody on the default port may see our token. */
  readonly client: BotClient | null;
  /** Also where nobody may be there; for questions that need no token. */
  readonly reader: BotClient;
};

export const findBot = (place: Place): FoundBot => {
  const holder = findLockHolder(place.dataDir);
  const pid = holder?.isAlive === true ? holder.pid : null;
  const port = portOf(place, pid === null ? 0 : (holder?.port ?? 0));
  const url = `http://${reachable(place.host)}:${port}`;
  const isExpected = pid !== null || place.isPortGiven;
  const isRemote = reachable(place.host) === place.host && place.host !== '127.0.0.1';
  const token = isExpected ? readToken(operatorTokenPath(place.dataDir)) : null;

  return {
    pid,
    client: isExpected ? new BotClient({url, token}) : null,
    reader: new BotClient({url, token: isRemote ? token : null}),
  };
};

/** A flag is a word of the caller; a lock with port 0 does not know yet which one it got. */
const portOf = ({isPortGiven, port}: Place, locked: number): number => (isPortGiven || locked === 0 ? port : locked);

/** The address to call for the one that a server was bound to. */
const reachable = (host: string): string => {
  if (host === '0.0.0.0' || host === '::' || host === 'localhost') return '127.0.0.1';

  return host.includes(':') ? `[${host}]` : host;
};
