import {EXIT} from '../exitCodes.ts';
import {Failure} from '../Failure.ts';
import {findPlace} from '../findPlace.ts';
import {OPERATOR_FLAGS, REASON, tell} from '../operate.ts';
import type {Verb} from '../Verb.ts';

/** Takes a person's word against the venue's silence. */
export const writeOff: Verb = {
  name: 'write-off',
  summary: 'Calls an order dead that the venue does not know any more and that you know to be gone.',
  usage: ['write-off ogz1a2b3c-9x --reason "Kraken support says that it was purged"'],
  flags: OPERATOR_FLAGS,
  mostWords: 1,
  async run({flags, io}) {
    const [order] = flags.words;
    const reason = flags.text(REASON);
    if (order === undefined)
      throw new Failure('Name the order by its client order id: ogz write-off ID --reason TEXT.');
    if (reason === null) throw new Failure('An order is written off with a reason: ogz write-off ID --reason TEXT.');
    await tell('write-off', client => client.writeOff(order, reason), flags, {place: findPlace(flags, io), io});

    return EXIT.ok;
  },
};
