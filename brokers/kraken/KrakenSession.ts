import type {AccountSnapshot} from '../../core/domain/AccountSnapshot.ts';
import type {OrderIntent} from '../../core/domain/Order.ts';
import type {OrderReport} from '../../core/domain/OrderReport.ts';
import type {OrderRecovery} from '../../core/domain/RestoredOrder.ts';
import type {Connection} from '../net/Connection.ts';
import {RequestFailure} from '../net/RequestFailure.ts';
import {OrderDesk} from '../orders/OrderDesk.ts';
import type {KrakenMessage} from './codec/messages.ts';
import {type PrivateSubscription, writeDeadMansSwitch} from './codec/writeRequests.ts';
import {DeadMansSwitch} from './DeadMansSwitch.ts';
import {refusalOf, type VenueEdge} from './Edge.ts';
import type {KrakenRest} from './KrakenRest.ts';
import {krakenWire} from './KrakenWire.ts';
import {PairRates} from './PairRates.ts';
import type {Pairs} from './Pairs.ts';
import {openPrivate} from './openPrivate.ts';
import spec from './spec.json' with {type: 'json'};

export type SessionListener = {
  onOrder(report: OrderReport): void;
  onDown(reason: string): void;
  /** The private side is up again and everything that happened meanwhile has been reported. */
  onReady(): void;
  /** A balance moved. */
  onChanged(): void;
};

type Parts = {
  readonly edge: VenueEdge;
  readonly rest: KrakenRest;
  readonly pairs: Pairs;
  readonly symbols: readonly string[];
  readonly listener: SessionListener;
};

/** The private side of Kraken: the socket that orders leave by, what it says of them, and the switch that guards them. */
export class KrakenSession {
  readonly #listener: SessionListener;
  readonly #desk: OrderDesk;
  readonly #connection: Connection<PrivateSubscription, KrakenMessage>;
  readonly #switch: DeadMansSwitch;
  readonly #sequences = new Map<string, number>();
  #token = '';
  /** Only the latest connection is caught up on. */
  #connects = 0;
  #ready: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor({edge, rest, pairs, symbols, listener}: Parts) {
    const {timeoutSeconds, refreshMs} = spec.deadMansSwitch;
    this.#listener = listener;
    this.#connection = openPrivate({
      edge,
      token: () => this.#token,
      authorize: async () => {
        this.#token = await rest.token();
      },
      onMessage: message => this.#onMessage(message),
      onUp: () => {
        this.#switch.refresh();
        this.#ready = this.#catchUp();
      },
      onDown: reason => {
        this.#sequences.clear();
        if (!this.#isStopped) listener.onDown(reason);
      },
    });
    this.#desk = new OrderDesk({
      ...edge,
      venue: spec.name,
      venueNow: () => edge.clock.now(),
      times: {...spec, orderDeadlineMs: spec.orderDeadlineMs * edge.patience},
      names: pairs,
      symbols,
      rates: new PairRates(edge.tier, () => edge.clock.monotonic()),
      wire: krakenWire({
        token: () => this.#token,
        request: build => this.#connection.request(build),
        onSessionEnded: () => this.#connection.drop('the venue has ended the session'),
      }),
      queries: rest,
      isPolled: false,
      onOrder: report => listener.onOrder(report),
      onWorking: hasOrders => this.#switch.update(hasOrders),
    });
    this.#switch = new DeadMansSwitch({
      ...edge,
      timeoutSeconds: timeoutSeconds * edge.patience,
      refreshMs: refreshMs * edge.patience,
      arm: seconds => this.#arm(seconds),
    });
  }

  /** Goes on with orders of an earlier run; before `open`, which then finds out about them. */
  restore(recovery: OrderRecovery): void {
    this.#desk.restore(recovery);
  }

  /** Resolves when the private channels stand and everything that is known of our orders has been reported. */
  async open(): Promise<void> {
    this.#connection.want([{channel: 'executions'}, {channel: 'balances'}]);
    await this.#connection.open();
    await this.#ready;
  }

  submit(intent: OrderIntent): void {
    this.#desk.submit(intent);
  }

  cancel(clientOrderId: string): void {
    this.#desk.cancel(clientOrderId);
  }

  amend(clientOrderId: string, quantity: string, stopPrice?: string): void {
    this.#desk.amend(clientOrderId, quantity, stopPrice);
  }

  forget(clientOrderId: string): void {
    this.#desk.forget(clientOrderId);
  }

  account(): Promise<AccountSnapshot> {
    return this.#desk.account();
  }

  /** Leaves what rests to the venue: after a planned stop nobody refreshes the switch, and it would take the protective stops. */
  async stop(): Promise<void> {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#desk.stop();
    if (this.#switch.isArmed) await this.#switch.disarm();
    this.#connection.stop();
  }

  #onMessage(message: KrakenMessage): void {
    if (message.kind !== 'executions' && message.kind !== 'balances') return;
    if (!this.#isInSequence(message)) return;
    if (message.kind === 'executions') return this.#desk.apply(message.executions);
    if (!message.isSnapshot && !this.#isStopped) this.#listener.onChanged();
  }

  /** False for a frame that came before; a frame that lacks ends the link, because its snapshot says what was in it. */
  #isInSequence({kind, isSnapshot, sequence}: Extract<KrakenMessage, {kind: 'executions' | 'balances'}>): boolean {
    const last = this.#sequences.get(kind);
    if (sequence === null) return true;
    if (!isSnapshot && last !== undefined && sequence <= last) return false;
    this.#sequences.set(kind, sequence);
    if (isSnapshot || last === undefined || sequence === last + 1) return true;
    this.#connection.drop(`a gap in "${kind}": ${sequence} came after ${last}`);

    return false;
  }

  async #catchUp(): Promise<void> {
    this.#connects += 1;
    const connect = this.#connects;
    const isCaughtUp = await this.#desk.catchUp(() => this.#connection.isUp && connect === this.#connects);
    if (isCaughtUp) this.#listener.onReady();
  }

  async #arm(seconds: number): Promise<boolean> {
    try {
      const answer = await this.#connection.request(id => writeDeadMansSwitch(seconds, this.#token, id));
      return refusalOf(answer) === null;
    } catch (error) {
      if (error instanceof RequestFailure) return false;
      throw error;
    }
  }
}
