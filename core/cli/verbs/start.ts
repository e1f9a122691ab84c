import {CONFIGURING} from '../configFlags.ts';
import {JSON_FLAG} from '../Flags.ts';
import type {Verb} from '../Verb.ts';

/** Runs the bot in the foreground, as `npm start` does once all is installed and built. */
export const start: Verb = {
  name: 'start',
  summary: 'Runs the bot in the foreground until Ctrl-C, or until a recorded market ends.',
  usage: ['start', 'start --market replay --data FILE --symbol BTC/USD --speed max'],
  flags: [...CONFIGURING, JSON_FLAG],
  async run({args}) {
    const {startBot} = await import('../../runtime/process/startBot.ts');

    return startBot(args);
  },
};
