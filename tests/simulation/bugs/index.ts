import {BOOK_BUGS} from './bookBugs.ts';
import {FEED_BUGS} from './feedBugs.ts';
import {JOURNAL_BUGS} from './journalBugs.ts';
import {ORDER_BUGS} from './orderBugs.ts';
import type {PlantedBug} from './PlantedBug.ts';

/** Every planted bug: the simulation is worth as much as it finds of them. */
export const PLANTED_BUGS: readonly PlantedBug[] = [...JOURNAL_BUGS, ...ORDER_BUGS, ...BOOK_BUGS, ...FEED_BUGS];

/** @throws RangeError on an unknown name. */
export const plantedBug = (name: string): PlantedBug => {
  const found = PLANTED_BUGS.find(each => each.name === name);
  if (found === undefined) throw new RangeError(`Unknown planted bug "${name}".`);

  return found;
};
