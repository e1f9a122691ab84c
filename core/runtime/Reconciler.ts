import type {IBrokerAdapter} from '../../brokers/IBrokerAdapter.ts';
import type {AccountSnapshot} from '../domain/AccountSnapshot.ts';
import {decimal} from '../domain/Decimal.ts';
import type {InputDraft} from '../domain/Event.ts';
import type {ForeignOrder} from '../domain/ForeignOrder.ts';
import {findOrder} from '../kernel/foldOrder.ts';
import type {State} from '../kernel/State.ts';
import {
  adjustmentFor,
  compareAccounts,
  type Difference,
  foreignOrdersOf,
  isRounding,
  openingOf,
  rivalOrdersOf,
} from './reconcile.ts';

type Parts = {
  readonly broker: Pick<IBrokerAdapter, 'account' | 'capabilities' | 'now'>;
  readonly state: Readonly<State>;
  readonly epoch: number;
  /** Writes a line; the state has it when this returns. */
  readonly receive: (draft: InputDraft) => void;
};

/** Questions in a row until the books stand still while one is answered. */
const CALM_ASKS = 3;
/** Market time until books that moved all the time, or a venue that did not answer, are asked again, ms. */
const SOON_MS = 1_000;
/** Market time until a difference is looked at again, ms: what is only late has come by then. */
const RECHECK_MS = 5_000;
/** The same for one that stays: questions are rationed. */
const SLOW_RECHECK_MS = 15_000;
/** Least market time between two looks that changes at the venue cause, ms. */
const CHANGE_GAP_MS = 20_000;
/** Comparisons in a row after which other cash or holdings are no matter of timing. */
const ROUNDS_TO_ACT = 2;
/** The same for orders: the adapter is finding out about them, which takes its time. */
const ROUNDS_FOR_ORDERS = 4;
/** Questions in a row without an answer until the account counts as lost. */
const FAILURES_TO_LOSE = 2;

/**
 * Keeps our books and the venue's in step: the same comparison at the start, after every loss of the private side, and
 * regularly in between. Nothing that a single answer says is believed before it has been asked again.
 */
export class Reconciler {
  readonly #parts: Parts;
  /** Losses of the private side: an answer to a question from before one proves nothing. */
  #losses = 0;
  #isReady = true;
  #isAsking = false;
  #isStopped = false;
  #nextAt = Number.POSITIVE_INFINITY;
  #askedAt = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #seen = '';
  #rounds = 0;
  /** Orders of other bots that rested at the first look. */
  #leftovers: ReadonlySet<string> | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The first comparison of a run. Rejects when the venue cannot be asked. */
  async start(): Promise<void> {
    this.#nextAt = 0;
    await this.#compare();
  }

  lost(reason: string): void {
    this.#losses += 1;
    this.#isReady = false;
    this.#rounds = 0;
    this.#parts.receive({type: 'AccountLost', data: {reason}});
  }

  ready(): void {
    this.#isReady = true;
    if (this.#nextAt !== Number.POSITIVE_INFINITY) this.soon();
  }

  /** Something of the account has changed at the venue: the next look comes soon, though not with every change. */
  changed(): void {
    const now = this.#parts.broker.now();
    if (this.#nextAt === Number.POSITIVE_INFINITY) return;
    this.#nextAt = Math.min(this.#nextAt, Math.max(now + SOON_MS, this.#askedAt + CHANGE_GAP_MS));
  }

  /** The venue is not asked any more, and what it still answers says nothing. */
  stop(): void {
    this.#losses += 1;
    this.#isReady = false;
    this.#isStopped = true;
  }

  /** The next look is due at once. */
  soon(): void {
    this.#nextAt = 0;
    this.check();
  }

  /** Compares when it is time to; to be called often. */
  check(): void {
    if (!this.#isReady || this.#isAsking || this.#parts.broker.now() < this.#nextAt) return;
    void this.#compare().catch((error: unknown) => this.#fail(error));
  }

  async #compare(): Promise<void> {
    const losses = this.#losses;
    this.#isAsking = true;
    this.#askedAt = this.#parts.broker.now();
    try {
      const account = await this.#ask();
      this.#failures = 0;
      if (losses !== this.#losses || !this.#isReady) this.#nextAt = 0;
      else if (account === null) this.#again(SOON_MS);
      else this.#judge(account);
    } finally {
      this.#isAsking = false;
    }
  }

  /** The venue's word on books that stood still meanwhile; null when they never did. */
  async #ask(): Promise<AccountSnapshot | null> {
    const {broker, state} = this.#parts;
    const losses = this.#losses;
    // After a loss no answer counts until the adapter is ready: each would only use up what may be asked.
    for (let count = 0; count < CALM_ASKS && losses === this.#losses; count += 1) {
      const before = state.account.seq;
      const account = await broker.account();
      if (!this.#isStopped) this.#book(account);
      if (state.account.seq === before) return account;
    }

    return null;
  }

  /** Executions of ours that the journal has not. */
  #book({executions}: AccountSnapshot): void {
    const {state, receive} = this.#parts;
    for (const execution of executions) {
      const order = findOrder(state, execution.clientOrderId);
      if (order === undefined || order.executionIds.includes(execution.executionId)) continue;
      receive({type: 'OrderFilled', data: execution});
    }
  }

  #judge(account: AccountSnapshot): void {
    const {broker, state, receive} = this.#parts;
    if (state.baseline === null && broker.capabilities.keepsAccount) {
      receive({type: 'AccountOpened', data: openingOf(account, state)});
    }
    this.#countForeign(foreignOrdersOf(state, account));
    const rival = this.#newRival(rivalOrdersOf(state, account));
    if (rival !== undefined) return this.#stepBack(rival);
    const differences = compareAccounts(state, account);
    if (differences.length === 0) return this.#agree(account);

    this.#differ(differences);
  }

  /** What rests at the first look was left by one before us; what comes later is of one that lives. */
  #newRival(orders: readonly string[]): string | undefined {
    this.#leftovers ??= new Set(orders);

    return orders.find(id => this.#leftovers?.has(id) === false);
  }

  /** Looks on until the other bot's order is gone; our own orders and stops stay what they are. */
  #stepBack(rival: string): void {
    const {state, receive} = this.#parts;
    this.#again(this.#intervalMs);
    if (state.account.lost !== null) return;
    const reason = `another bot like this one trades on the account: its order "${rival}" rests. Stop it, or cancel what it left`;
    receive({type: 'AccountLost', data: {reason}});
  }

  #countForeign(orders: readonly ForeignOrder[]): void {
    const {state, receive} = this.#parts;
    const known = new Set(state.account.foreign.map(({venueOrderId}) => venueOrderId));
    const appeared = orders.filter(({venueOrderId}) => !known.has(venueOrderId)).map(describeForeign);
    if (JSON.stringify(orders) === JSON.stringify(state.account.foreign)) return;
    receive({type: 'ForeignOrdersSeen', data: {orders, appeared}});
  }

  /** Says that the books agree only where that is news: the gate opens by it. */
  #agree({openOrders}: AccountSnapshot): void {
    const {state, receive, epoch} = this.#parts;
    const {generation} = state.account;
    this.#rounds = 0;
    this.#seen = '';
    this.#again(this.#intervalMs);
    if (state.run?.isReconciled === true) return;
    receive({type: 'Reconciled', data: {epoch, openOrders: openOrders.length, differences: [], generation}});
  }

  #differ(differences: readonly Difference[]): void {
    const {state, receive} = this.#parts;
    const texts = differences.map(({text}) => text);
    const isSame = this.#seen === texts.join('; ');
    const rounds = this.#rounds;
    const roundsToAct = differences.some(isOfOrder) ? ROUNDS_FOR_ORDERS : ROUNDS_TO_ACT;
    this.#seen = texts.join('; ');
    this.#rounds += 1;
    this.#again(this.#recheckMs(rounds, roundsToAct));
    if (rounds === 0) return;

    if (isSame && isRounding(differences, decimal(state.settings?.reconcile.roundingCash ?? '0')))
      return this.#adopt(differences, 'rounding');
    if (isSame && rounds >= roundsToAct && this.#mayAdopt(this.#seen)) return this.#adopt(differences, 'external');
    if (rounds === 1) this.#cancelStrays(differences);
    // What is another difference than the one that a person has been told is told anew, once it stays.
    const isOther = isSame && rounds > roundsToAct && state.account.differences.join('; ') !== this.#seen;
    if (rounds !== 1 && rounds !== roundsToAct && !isOther) return;
    receive({type: 'AccountDiffered', data: {differences: texts, persists: rounds >= roundsToAct}});
  }

  #recheckMs(rounds: number, roundsToAct: number): number {
    if (rounds > roundsToAct) return this.#intervalMs;

    return rounds < ROUNDS_TO_ACT ? RECHECK_MS : SLOW_RECHECK_MS;
  }

  get #intervalMs(): number {
    return this.#parts.state.settings?.reconcile.intervalMs ?? SLOW_RECHECK_MS;
  }

  #cancelStrays(differences: readonly Difference[]): void {
    for (const one of differences) {
      if (one.kind !== 'stray') continue;
      const {intent, venueOrderId} = one.order;
      const {clientOrderId, symbol} = intent;
      this.#parts.receive({type: 'StrayOrderFound', data: {clientOrderId, venueOrderId, symbol}});
    }
  }

  /** By the settings, or because a person has seen just these differences and resumed. */
  #mayAdopt(seen: string): boolean {
    const {settings, account, trading} = this.#parts.state;
    if (settings?.reconcile.onMismatch === 'adopt') return true;
    const isSeen = account.differences.join('; ') === seen && trading.seq > account.differSeq;

    return isSeen && trading.state === 'ACTIVE';
  }

  #adopt(differences: readonly Difference[], kind: 'rounding' | 'external'): void {
    const data = adjustmentFor(this.#parts.state, differences, kind);
    if (data === null) return;
    this.#parts.receive({type: 'AccountAdjusted', data});
    this.#nextAt = 0;
  }

  #fail(error: unknown): void {
    if (this.#isStopped) return;
    this.#failures += 1;
    this.#again(SOON_MS);
    const isLost = this.#parts.state.account.lost !== null;
    if (this.#failures !== FAILURES_TO_LOSE || isLost) return;
    const message = error instanceof Error ? error.message : String(error);
    this.#losses += 1;
    this.#parts.receive({type: 'AccountLost', data: {reason: `the account could not be asked: ${message}`}});
  }

  #again(ms: number): void {
    this.#nextAt = this.#parts.broker.now() + ms;
  }
}

const isOfOrder = ({kind}: Difference): boolean => kind === 'order' || kind === 'stray';

const describeForeign = ({venueOrderId, symbol, side, quantity, price}: ForeignOrder): string =>
  `${side} ${quantity} ${symbol}${price === null ? '' : ` at ${price}`} ("${venueOrderId}")`;
