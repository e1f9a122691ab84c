import type {BrokerListener, IBrokerAdapter} from '../../../brokers/IBrokerAdapter.ts';
import type {KrakenBroker} from '../../../brokers/kraken/KrakenBroker.ts';
import type {Socket, SocketEvents} from '../../../brokers/net/Socket.ts';
import type {InputDraft} from '../../../core/domain/Event.ts';
import {Engine, type Step} from '../../../core/kernel/Engine.ts';
import type {Mind} from '../../../core/kernel/Mind.ts';
import type {State} from '../../../core/kernel/State.ts';
import type {Disk, DiskFile} from '../../../core/runtime/journal/Disk.ts';
import type {Parts, Site} from '../Life.ts';

type Tamper = {
  /** What the kernel is given in place of the input. */
  readonly input?: (input: InputDraft, state: State) => InputDraft;
  readonly before?: (state: State, input: InputDraft) => void;
  readonly after?: (state: State, input: InputDraft) => void;
};

/** A kernel with something wrong around each turn. */
export const wrongEngine = (tamper: Tamper): Parts['engine'] => {
  class WrongEngine extends Engine {
    override take(input: InputDraft, time: number): Step {
      const given = tamper.input?.(input, this.state) ?? input;
      tamper.before?.(this.state, given);
      const step = super.take(given, time);
      tamper.after?.(this.state, given);

      return step;
    }
  }

  return (mind: Mind) => new WrongEngine(mind);
};

type Changes = Partial<Pick<IBrokerAdapter, 'identity' | 'now' | 'markets' | 'submit' | 'account' | 'capabilities'>> & {
  readonly listener?: (listener: BrokerListener) => BrokerListener;
};

/** An adapter that passes everything on but for the changes. */
export const wrongBroker =
  (change: (broker: KrakenBroker, site: Site) => Changes): Parts['broker'] =>
  (broker, site) => {
    const {listener = (own: BrokerListener) => own, ...changes} = change(broker, site);

    return {
      identity: broker.identity,
      capabilities: broker.capabilities,
      now: () => broker.now(),
      markets: symbols => broker.markets(symbols),
      history: (symbol, timeframe, count) => broker.history(symbol, timeframe, count),
      connect: own => broker.connect(listener(own)),
      start: () => broker.start(),
      stop: () => broker.stop(),
      submit: intent => broker.submit(intent),
      cancel: id => broker.cancel(id),
      amend: (id, quantity, stopPrice) => broker.amend(id, quantity, stopPrice),
      account: () => broker.account(),
      ...changes,
    };
  };

/** Something wrong with what sockets carry: null is not carried at all. */
export const wrongSocket =
  (change: {
    readonly sent?: (text: string, socket: Socket) => string | null;
    readonly received?: (text: string) => string | null;
  }): Parts['edge'] =>
  edge => ({
    ...edge,
    openSocket: (url, events: SocketEvents) => {
      const {sent = (text: string) => text, received = (text: string) => text} = change;
      const socket = edge.openSocket(url, {
        ...events,
        onText: text => {
          const changed = received(text);
          if (changed !== null) events.onText(changed);
        },
      });

      return {
        terminate: () => socket.terminate(),
        send: text => {
          const changed = sent(text, socket);
          if (changed !== null) socket.send(changed);
        },
      };
    },
  });

/** A disk whose open files are wrong. */
export const wrongFile =
  (change: (file: DiskFile) => Partial<DiskFile>): Parts['disk'] =>
  disk =>
    wrongDisk({
      openToAppend: async (path, options) => {
        const file = await disk.openToAppend(path, options);
        const honest: DiskFile = {
          write: bytes => file.write(bytes),
          datasync: () => file.datasync(),
          close: () => file.close(),
        };

        return {...honest, ...change(file)};
      },
    })(disk);

export const wrongDisk =
  (changes: Partial<Disk>): Parts['disk'] =>
  disk => ({
    makeDirectory: directory => disk.makeDirectory(directory),
    list: directory => disk.list(directory),
    read: (path, from) => disk.read(path, from),
    openToAppend: (path, options) => disk.openToAppend(path, options),
    overwrite: (path, from, bytes) => disk.overwrite(path, from, bytes),
    truncate: (path, length) => disk.truncate(path, length),
    rename: (from, to) => disk.rename(from, to),
    syncDirectory: directory => disk.syncDirectory(directory),
    ...changes,
  });
