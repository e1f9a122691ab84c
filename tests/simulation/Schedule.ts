import type {Clock, Timers} from '../../core/runtime/clock.ts';
import {ChanceStream} from './Chance.ts';
import {afterTurn} from './poison.ts';

type Call = {
  at: number;
  readonly tie: number;
  readonly order: number;
  readonly owner: Owner;
  action: (() => void) | null;
};

/** Whose calls these are: calls of one owner keep their order, those of several at one moment go in an order by lot. */
export type Owner = {
  readonly name: string;
  readonly tie: number;
  /** Its calls wait until then: the process sleeps. */
  pausedUntil: number;
  /** Its calls are never made any more. */
  isGone: boolean;
};

/**
 * Virtual time: a heap of calls by moment, then by owner, then by age. After each call every promise is worked off before
 * the next one is made, so the whole world has one order of events, and it is this one.
 */
export class Schedule {
  readonly #heap: Call[] = [];
  readonly #ties: ChanceStream;
  #now = 0;
  #count = 0;
  /** Calls made. */
  events = 0;

  constructor(seed: number) {
    this.#ties = new ChanceStream(`${seed} ties`);
  }

  /** Ms since the beginning. */
  get now(): number {
    return this.#now;
  }

  owner(name: string): Owner {
    return {name, tie: new ChanceStream(`${this.#ties.at(0)} ${name}`).at(0), pausedUntil: 0, isGone: false};
  }

  /** The answer calls it off. */
  at(moment: number, owner: Owner, action: () => void): () => void {
    this.#count += 1;
    const call: Call = {at: Math.max(moment, this.#now), tie: owner.tie, order: this.#count, owner, action};
    this.#push(call);

    return () => {
      call.action = null;
    };
  }

  timers(owner: Owner): Timers {
    return {
      after: (ms, action) => this.at(this.#now + Math.max(0, ms), owner, action),
      every: (ms, action) => {
        let cancel = (): void => {};
        const again = (moment: number): void => {
          cancel = this.at(moment, owner, () => {
            // A process that slept makes up for one missed call, not for all of them.
            again(Math.max(moment, this.#now) + ms);
            action();
          });
        };
        again(this.#now + ms);

        return () => cancel();
      },
    };
  }

  /** Wall clock from `start`, ms UTC, off by what `offset` says. */
  clock(start: number, offset: () => number = () => 0): Clock {
    return {now: () => start + Math.floor(this.#now + offset()), monotonic: () => this.#now};
  }

  /** Makes the calls up to a moment; after each, once nothing is left to do, asks `goesOn`. */
  run(until: number, goesOn: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const turn = (): void => {
        try {
          if (this.#makeNext(until) && goesOn()) return void afterTurn(turn);
          if (this.#isOver(until)) this.#now = Math.max(this.#now, until);
          resolve();
        } catch (error) {
          reject(error);
        }
      };
      afterTurn(turn);
    });
  }

  #isOver(until: number): boolean {
    const first = this.#heap[0];

    return first === undefined || first.at > until;
  }

  /** False when nothing is due any more. */
  #makeNext(until: number): boolean {
    while (!this.#isOver(until)) {
      const call = this.#pop();
      if (call === undefined) return false;
      const {action, owner} = call;
      if (action === null || owner.isGone) continue;
      if (owner.pausedUntil > call.at) {
        call.at = owner.pausedUntil;
        this.#push(call);
        continue;
      }
      this.#now = Math.max(this.#now, call.at);
      this.events += 1;
      action();

      return true;
    }

    return false;
  }

  #push(call: Call): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(call);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !isBefore(call, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = call;
  }

  #pop(): Call | undefined {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let index = 0;
    for (;;) {
      const child = this.#smallerChild(index);
      const below = heap[child];
      if (below === undefined || !isBefore(below, last)) break;
      heap[index] = below;
      index = child;
    }
    heap[index] = last;

    return first;
  }

  #smallerChild(index: number): number {
    const [left, right] = [2 * index + 1, 2 * index + 2];
    const [one, other] = [this.#heap[left], this.#heap[right]];

    return one !== undefined && other !== undefined && isBefore(other, one) ? right : left;
  }
}

const isBefore = (one: Call, other: Call): boolean => {
  if (one.at !== other.at) return one.at < other.at;
  if (one.tie !== other.tie) return one.tie < other.tie;

  return one.order < other.order;
};
