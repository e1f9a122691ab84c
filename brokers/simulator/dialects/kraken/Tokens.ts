import {Random} from '../../flow/Random.ts';

/** How long a token may wait for its first use. */
export const TOKEN_LIFE_MS = 900_000;

type Token = {readonly account: string; readonly expiresAt: number};

/** Tokens that let a private socket act for an account. */
export class Tokens {
  readonly #tokens = new Map<string, Token>();
  readonly #random: Random;
  /** Rises when all tokens are taken back, also those in use. */
  generation = 0;

  constructor(seed: string) {
    this.#random = new Random(`${seed} tokens`);
  }

  issue(account: string, time: number): string {
    let token = '';
    while (token.length < 43) token += Math.floor(this.#random.uniform() * 36).toString(36);
    this.#tokens.set(token, {account, expiresAt: time + TOKEN_LIFE_MS});

    return token;
  }

  /** Account of a living token, or null. */
  accountOf(token: string | null, time: number): string | null {
    const found = token === null ? undefined : this.#tokens.get(token);

    return found === undefined || found.expiresAt < time ? null : found.account;
  }

  expireAll(): void {
    this.generation += 1;
    this.#tokens.clear();
  }
}
