import {quote, UsageError} from '../../config/problems.ts';
import {championPath} from '../../research/tune/promote.ts';
import {EXIT} from '../exitCodes.ts';
import {Failure} from '../Failure.ts';
import {findPlace} from '../findPlace.ts';
import {DATA_DIR, JSON_FLAG} from '../Flags.ts';
import {printJson, printLine} from '../Io.ts';
import type {Verb} from '../Verb.ts';

/** Makes what a study found the parameters of the next bot. */
export const promote: Verb = {
  name: 'promote',
  summary: 'Makes the candidate of a study the champion of its strategy, if it passed every gate.',
  usage: ['promote STUDY', 'promote STUDY --json'],
  flags: [DATA_DIR, JSON_FLAG],
  mostWords: 1,
  async run({flags, io}) {
    const {dataDir} = findPlace(flags, io);
    const [study] = flags.words;
    if (study === undefined) throw new UsageError('ogz promote needs the id of a study; ogz tune list names them.');
    const {promote: promoteStudy} = await import('../../research/tune/promote.ts');
    const promotion = promoteStudy({dataDir, study, now: io.now()});
    if (promotion === null) throw new Failure(`There is no finished study ${quote(study)} in "${dataDir}".`);
    if (flags.has(JSON_FLAG)) printJson(io, promotion);
    if (!promotion.promoted) {
      printLine(io.stderr, `${study} is not promoted; it failed: ${promotion.failed.join(', ')}.`);
      return EXIT.gate;
    }
    const {strategy} = promotion.champion;
    if (!flags.has(JSON_FLAG)) printLine(io.stdout, championPath(dataDir, strategy));
    printLine(
      io.stderr,
      `${strategy} trades with it from the next start on; ogz tune rollback ${strategy} takes it back.`,
    );

    return EXIT.ok;
  },
};
