/** Holes in the ids that are remembered; beyond it the oldest is forgotten, so its trade would count as a duplicate. */
export const MAX_HOLES = 1_000;

type Seen = {readonly id: number; readonly time: number};
/** The ids between two trades that have come. */
type Hole = {readonly below: Seen; readonly above: Seen};

const earliest = ({below, above}: Hole): number => Math.min(below.time, above.time);
const latest = ({below, above}: Hole): number => Math.max(below.time, above.time);

/**
 * Knows which trade ids of one market have come: a second coming is refused, a hole makes its time suspect until it is filled.
 * It keeps the holes and not the ids, so a day of trades costs nothing.
 */
export class TradeIds {
  #lowest: Seen | null = null;
  #highest: Seen = {id: 0, time: 0};
  #holes: Hole[] = [];
  /** Nothing from before this time is known any more. */
  #floor = Number.NEGATIVE_INFINITY;
  #restartedAt = Number.NaN;

  /** True when the id is new. */
  take(id: number, time: number): boolean {
    const trade = {id, time};
    if (this.#lowest === null) this.#lowest = this.#highest = trade;
    else if (id > this.#highest.id) this.#extendUp(trade);
    else if (id < this.#lowest.id) this.#extendDown(this.#lowest, trade);
    else return this.#fill(trade);

    return true;
  }

  /** True when ids lack that belong, or may belong, to times from `from` to before `to`. */
  hasGap(from: number, to: number): boolean {
    if (this.#restartedAt >= from && this.#restartedAt < to) return true;

    return this.#holes.some(hole => earliest(hole) < to && latest(hole) >= from);
  }

  /** Drops what belongs before this time; `highestId` is the newest trade of that past. */
  forget(before: number, highestId: number): void {
    this.#floor = before;
    if (this.#lowest !== null && highestId > this.#lowest.id)
      this.#lowest = {id: highestId, time: Number.NEGATIVE_INFINITY};
    if (this.#holes.length > 0) this.#holes = this.#holes.filter(hole => latest(hole) >= before);
  }

  #extendUp(trade: Seen): void {
    this.#dig(this.#highest, trade);
    this.#highest = trade;
  }

  /** Ids below all that came are older trades on their way or, when those are long past, a venue that counts anew. */
  #extendDown(lowest: Seen, trade: Seen): void {
    this.#lowest = trade;
    if (lowest.time >= this.#floor) return this.#dig(trade, lowest);
    this.#highest = trade;
    this.#holes = [];
    this.#restartedAt = trade.time;
  }

  #fill(trade: Seen): boolean {
    const index = this.#holes.findIndex(({below, above}) => below.id < trade.id && trade.id < above.id);
    const hole = this.#holes[index];
    if (hole === undefined) return false;
    this.#holes.splice(index, 1);
    this.#dig(hole.below, trade);
    this.#dig(trade, hole.above);

    return true;
  }

  #dig(below: Seen, above: Seen): void {
    if (above.id - below.id <= 1) return;
    this.#holes.push({below, above});
    if (this.#holes.length > MAX_HOLES) this.#holes.shift();
  }
}
