import {join} from 'node:path';
import type {ExchangeClock} from '../../brokers/simulator/controlApi.ts';
import {type ExchangePlace, readPlace} from '../../brokers/simulator/state/ExchangeFolder.ts';
import type {Fault} from '../../brokers/simulator/faults/Fault.ts';
import type {TimeInForce} from '../../brokers/simulator/engine/orders.ts';
import type {Side} from '../../core/domain/Order.ts';
import {until} from './until.ts';

/** An order as the exchange's own ledger has it; numbers are decimal text. */
export type TrueOrder = {
  readonly id: string;
  readonly status: string;
  readonly filled: string;
  readonly openedAt: number;
  readonly request: {
    readonly clientOrderId: string | null;
    readonly symbol: string;
    readonly side: Side;
    readonly timeInForce: TimeInForce;
  };
};

export type TrueExecution = {
  readonly id: string;
  readonly clientOrderId: string | null;
  readonly symbol: string;
  readonly side: Side;
  readonly price: string;
  readonly quantity: string;
  readonly fee: string;
};

export type Truth = {
  readonly orders: readonly TrueOrder[];
  readonly executions: readonly TrueExecution[];
  readonly balances: Readonly<Record<string, string>>;
};

/** The exchange of a bot's data directory, asked and troubled through its control door. */
export class ExchangeDoor {
  readonly #directory: string;

  constructor(dataDir: string) {
    this.#directory = join(dataDir, 'exchange');
  }

  get place(): ExchangePlace {
    const place = readPlace(this.#directory);
    if (place === null) throw new Error(`There is no exchange in "${this.#directory}".`);

    return place;
  }

  /** The calendar, or null while nobody answers. */
  async clock(): Promise<ExchangeClock | null> {
    if (readPlace(this.#directory) === null) return null;
    try {
      return await this.#get<ExchangeClock>('clock');
    } catch (error) {
      if (error instanceof TypeError) return null;
      throw error;
    }
  }

  truth(): Promise<Truth> {
    return this.#get('truth');
  }

  async trouble(...faults: readonly Fault[]): Promise<void> {
    const response = await fetch(`${this.place.restUrl}/simulator/faults`, {
      method: 'POST',
      body: JSON.stringify({faults}),
    });
    if (response.status !== 200) throw new Error(await response.text());
  }

  signal(signal: NodeJS.Signals): void {
    process.kill(this.place.pid, signal);
  }

  isGone(): Promise<boolean> {
    return until('the exchange is gone', async () => (await this.clock()) === null);
  }

  async #get<T>(path: string): Promise<T> {
    return (await (await fetch(`${this.place.restUrl}/simulator/${path}`)).json()) as T;
  }
}
