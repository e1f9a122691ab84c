import type {Evidence} from './Evidence.ts';
import type {Bid, Match} from './Match.ts';
import {matchBook} from './matchBook.ts';
import {matchPrint} from './matchPrint.ts';
import {matchRest} from './matchRest.ts';

/** The fill model: holds one order against one piece of evidence. Changes neither; the same arguments give the same answer. */
export const matchOrder = (bid: Bid, evidence: Evidence): Match => {
  switch (evidence.kind) {
    case 'print':
      return matchPrint(bid, evidence);
    case 'rest':
      return matchRest(bid, evidence);
    case 'book':
      return matchBook(bid, evidence.book);
    default:
      return evidence satisfies never;
  }
};
