import type {Clock, Timers} from '../../core/runtime/clock.ts';
import {Backoff} from '../net/Backoff.ts';
import {TokenBucket} from '../net/TokenBucket.ts';
import {RequestFailure} from '../net/RequestFailure.ts';
import {VenueError, VenueUnreachable} from '../net/VenueError.ts';
import type {Outcome} from '../orders/OrderWire.ts';
import type {CcxtClient} from './CcxtClient.ts';
import {failureOf} from './errors.ts';
import type {Quirks} from './quirks.ts';

type Parts = {
  readonly client: CcxtClient;
  readonly quirks: Quirks;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: () => number;
};

/** Longest wait for one answer: ccxt's own time-out does not cover all that it waits for. */
const TIMEOUT_MS = 10_000;
/** A question may be asked again. */
const ATTEMPTS = 3;
/** Longest that one command waits for the answer to the one before it: by then that one has arrived, or never will. */
const OVERTAKE_MS = 1_000;
const RETRY = {firstMs: 1_000, maxMs: 8_000};

/**
 * Every call to the exchange: within its limits, with an end to each wait, and with what went wrong said in our words.
 * Commands keep their order, and questions about the account go one after the other and never overtake a command, because a
 * nonce that arrives late is refused.
 */
export class CcxtCalls {
  readonly #parts: Parts;
  readonly #market: TokenBucket;
  readonly #account: TokenBucket;
  readonly #acting = new Set<Promise<unknown>>();
  #queue: Promise<unknown> = Promise.resolve();
  #lastCommand: Promise<unknown> = Promise.resolve();

  constructor(parts: Parts) {
    const {market, account} = parts.quirks.limits;
    this.#parts = parts;
    this.#market = new TokenBucket(market);
    this.#account = new TokenBucket(account);
  }

  /** A public question. @throws VenueError or VenueUnreachable. */
  ofMarket<Answer>(what: string, ask: (client: CcxtClient) => Promise<Answer>, attempts = ATTEMPTS): Promise<Answer> {
    return this.#patiently(() => this.#ask(what, ask, {bucket: this.#market, cost: 1}), attempts);
  }

  /** A question about the account. @throws VenueError or VenueUnreachable. */
  ofAccount<Answer>(what: string, ask: (client: CcxtClient) => Promise<Answer>, cost = 1): Promise<Answer> {
    const call = this.#queue.then(() =>
      this.#patiently(async () => {
        await Promise.allSettled(this.#acting);

        return this.#ask(what, ask, {bucket: this.#account, cost});
      }),
    );
    this.#queue = call.catch(() => null);

    return call;
  }

  /** Something that changes the account: sent as soon as the one before it has arrived, and once. */
  act<Answer>(
    command: (client: CcxtClient) => Promise<Answer>,
    orderIdOf: (answer: Answer) => string | null,
  ): Promise<Outcome> {
    const outcome = this.#lastCommand.then(() => this.#outcomeOf(command, orderIdOf));
    this.#lastCommand = this.#lastCommand.then(() => this.#settledOrLate(outcome));
    this.#acting.add(outcome);
    void outcome.finally(() => this.#acting.delete(outcome));

    return outcome;
  }

  async #outcomeOf<Answer>(
    command: (client: CcxtClient) => Promise<Answer>,
    orderIdOf: (answer: Answer) => string | null,
  ): Promise<Outcome> {
    try {
      return {kind: 'done', orderId: orderIdOf(await this.#within(command))};
    } catch (error) {
      if (error instanceof RequestFailure) return {kind: 'failed', failure: error};
      const {meaning, raw, isAnswer} = failureOf(error, this.#parts.quirks);
      if (isAnswer) return {kind: 'refused', meaning, raw};

      return {kind: 'failed', failure: new RequestFailure('lost', `No usable answer came (${raw}).`)};
    }
  }

  #settledOrLate(outcome: Promise<unknown>): Promise<void> {
    return new Promise(resolve => {
      const stop = this.#parts.timers.after(OVERTAKE_MS, resolve);
      void outcome.finally(() => {
        stop();
        resolve();
      });
    });
  }

  async #ask<Answer>(
    what: string,
    ask: (client: CcxtClient) => Promise<Answer>,
    {bucket, cost}: {bucket: TokenBucket; cost: number},
  ): Promise<Answer> {
    const {clock, client, quirks} = this.#parts;
    for (
      let wait = bucket.waitMs(clock.monotonic(), {cost});
      wait > 0;
      wait = bucket.waitMs(clock.monotonic(), {cost})
    ) {
      await this.#wait(wait);
    }
    bucket.take(clock.monotonic(), {cost});
    try {
      return await this.#within(ask);
    } catch (error) {
      if (error instanceof RequestFailure) throw new VenueUnreachable(`${client.id} did not answer ${what}.`);
      const {meaning, raw, isAnswer} = failureOf(error, quirks);
      if (meaning.code === 'RATE_LIMITED') bucket.drain(clock.monotonic());
      if (isAnswer) throw new VenueError(`${client.id} refused ${what}: "${raw}".`, meaning);
      throw new VenueUnreachable(`${client.id} gave no usable answer to ${what}: ${raw}.`);
    }
  }

  /** What answers after the time is up is not waited for. */
  #within<Answer>(call: (client: CcxtClient) => Promise<Answer>): Promise<Answer> {
    const {timers, client} = this.#parts;

    return new Promise((resolve, reject) => {
      const stop = timers.after(TIMEOUT_MS, () =>
        reject(new RequestFailure('timeout', `No answer within ${TIMEOUT_MS} ms.`)),
      );
      call(client).then(resolve, reject).finally(stop);
    });
  }

  async #patiently<Answer>(call: () => Promise<Answer>, attempts = ATTEMPTS): Promise<Answer> {
    const backoff = new Backoff(RETRY, this.#parts.random);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await call();
      } catch (error) {
        const isFinal = error instanceof VenueError && error.meaning.outcome === 'rejected';
        if (attempt >= attempts || isFinal) throw error;
        await this.#wait(backoff.next());
      }
    }
  }

  #wait(ms: number): Promise<void> {
    return new Promise(resolve => {
      this.#parts.timers.after(ms, resolve);
    });
  }
}
