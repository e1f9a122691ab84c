import {HttpProblem} from './errors.ts';

const WAITING_LIMIT = 20;

/** Lets costly reads happen one after another, so that many askers cost the bot no more than one. */
export class OneAtATime {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** Throws a problem of status 503 when too many wait already. */
  async run<T>(read: () => Promise<T>): Promise<T> {
    if (this.#waiting >= WAITING_LIMIT) throw busy();
    this.#waiting += 1;
    const turn = this.#last.then(read);
    this.#last = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      this.#waiting -= 1;
    }
  }
}

const busy = (): HttpProblem =>
  new HttpProblem(503, {
    code: 'BUSY',
    message: `${WAITING_LIMIT} readers wait for old journal lines already.`,
    hint: 'Try again in a few seconds; recent lines are there at any time.',
  });
