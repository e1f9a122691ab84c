import {encode} from '../numberText.ts';
import type {Quiet} from './Quiet.ts';

/** The other end of one socket. */
export type Link = {send(text: string): void; terminate(): void};
export type SocketKind = 'public' | 'private';

/** What one socket is subscribed to, and as whom. */
export class Session {
  readonly kind: SocketKind;
  readonly link: Link;
  /** Keys such as `book BTC/USD 10`; see `subscriptionKey`. */
  readonly subscriptions = new Set<string>();
  /** Account of the private channels. */
  account: string | null = null;
  /** Tokens that were alive at their first use here, with the generation they are of. */
  readonly tokens = new Map<string, {readonly account: string; readonly generation: number}>();
  readonly #quiet: Quiet;
  readonly #sequences = new Map<string, number>();

  constructor(kind: SocketKind, link: Link, quiet: Quiet) {
    this.kind = kind;
    this.link = link;
    this.#quiet = quiet;
  }

  /** Sends a frame unless its channel must be quiet. */
  send(channel: string, frame: unknown): void {
    if (!this.#quiet.isQuiet(channel)) this.link.send(encode(frame));
  }

  /** The next number of a private channel on this socket, from 1. */
  nextSequence(channel: string): number {
    const next = (this.#sequences.get(channel) ?? 0) + 1;
    this.#sequences.set(channel, next);

    return next;
  }
}

export const subscriptionKey = (channel: string, symbol = '', detail: number | string = ''): string =>
  [channel, symbol, detail].filter(part => part !== '').join(' ');
