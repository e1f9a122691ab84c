import {Checkpointer} from '../checkpoint/Checkpointer.ts';
import type {Logger} from '../log.ts';
import type {Parts} from './buildParts.ts';

/** From now on each full segment of the journal gets its checkpoint, the last one that is full already, too. */
export const keepCheckpoints = ({books, start}: Parts, log: Logger): Checkpointer => {
  const {setup, madeSeq, unusable} = start;
  for (const problem of unusable) log.info(problem);
  const checkpointer = new Checkpointer({
    setup,
    madeSeq,
    onMade: seq => log.info({seq}, 'A checkpoint was made: a start reads the journal from there on.'),
    onFailure: error => log.error({err: error}, 'No checkpoint was made: a start reads more of the journal.'),
  });
  books.journal.onSealed(lastSeq => checkpointer.sealed(lastSeq));
  checkpointer.sealed(books.recovery.sealedSeq);

  return checkpointer;
};
