import {EXIT} from '../exitCodes.ts';
import {findPlace} from '../findPlace.ts';
import {OPERATOR_FLAGS, operate} from '../operate.ts';
import type {Verb} from '../Verb.ts';

/** Closes every position at the market and halts. */
export const flatten: Verb = {
  name: 'flatten',
  summary: 'Closes every position of the running bot at the market and halts it.',
  usage: ['flatten', 'flatten --reason "going on holiday"'],
  flags: OPERATOR_FLAGS,
  async run({flags, io}) {
    await operate('flatten', flags, {place: findPlace(flags, io), io});

    return EXIT.ok;
  },
};
