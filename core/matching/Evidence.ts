import type {Book} from '../domain/Book.ts';
import type {Candle} from '../domain/Candle.ts';
import type {AmbiguityPolicy} from './FillSettings.ts';
import type {Liveliness} from './slippage.ts';

/** Base units that our orders may still fill on this evidence. */
type Available = {readonly available: number};

/** One traded price: a trade, or the open of a bar. */
export type Print = Liveliness &
  Available & {
    readonly kind: 'print';
    readonly time: number;
    readonly price: number;
    /** The open of a bar: a limit order that it jumped over gets the open. */
    readonly isOpen: boolean;
    /** False while a fresh book is the better evidence for orders that take. */
    readonly canTake: boolean;
  };

/** What a bar did after its open. */
export type BarRest = Available & {readonly kind: 'rest'; readonly bar: Candle; readonly policy: AmbiguityPolicy};

/** The visible book. */
export type VisibleBook = {readonly kind: 'book'; readonly book: Book};

export type Evidence = Print | BarRest | VisibleBook;
