import {OrderFlow} from '../../brokers/simulator/flow/OrderFlow.ts';
import {SIMULATED_SPECS} from '../../brokers/simulator/flow/SimulatedSpec.ts';
import {defineInstrument} from '../../brokers/simulator/instruments.ts';
import {KrakenSimulation} from '../../brokers/simulator/KrakenSimulation.ts';
import type {MarketSetup} from '../../brokers/simulator/SimulatedExchange.ts';
import type {Scenario} from './Scenario.ts';
import type {Owner, Schedule} from './Schedule.ts';

export const CREDENTIALS = {
  apiKey: 'the-public-key-of-the-simulation',
  apiSecret: Buffer.from('the-private-key-of-the-simulation').toString('base64'),
};

const MINUTE_MS = 60_000;
const HISTORY_MINUTES = 15;
/** The market moves in steps of so much, and only where there is something to move. */
const STEP_MS = 50;
const HEARTBEAT_MS = 1_000;

/** The simulated exchange, woken when something is due there and not before. */
export class Venue {
  readonly simulation: KrakenSimulation;
  readonly owner: Owner;
  readonly #schedule: Schedule;
  readonly #now: () => number;
  #callOff = (): void => {};
  #wakesAt = Number.POSITIVE_INFINITY;

  constructor(scenario: Scenario, schedule: Schedule) {
    const {seed, startsAt, tier, openingCash} = scenario;
    const owner = schedule.owner('venue');
    const timers = schedule.timers(owner);
    this.owner = owner;
    this.#schedule = schedule;
    this.simulation = new KrakenSimulation({
      seed,
      markets: [marketOf(scenario)],
      credentials: CREDENTIALS,
      clock: schedule.clock(startsAt),
      timers,
      balances: {USD: openingCash},
      rateTier: tier,
    });
    this.#now = () => this.simulation.now();
    timers.every(HEARTBEAT_MS, () => this.simulation.dialect.streams.heartbeat());
    this.simulation.publish();
    this.wake();
  }

  /** Lets what is due happen now, and waits for what is next. */
  step(): void {
    this.#wakesAt = Number.POSITIVE_INFINITY;
    this.simulation.step();
    this.wake();
  }

  /** To be called when the next thing due may be another one. */
  wake(): void {
    const next = this.simulation.market.nextTime();
    if (next === null) return;
    const wait = Math.max(0, next - this.#now());
    const at = Math.ceil((this.#schedule.now + wait + 1) / STEP_MS) * STEP_MS;
    if (at >= this.#wakesAt) return;
    this.#callOff();
    this.#wakesAt = at;
    this.#callOff = this.#schedule.at(at, this.owner, () => this.step());
  }
}

const marketOf = ({seed, startsAt, symbol, intensity}: Scenario): MarketSetup => {
  const known = SIMULATED_SPECS.find(spec => spec.symbol === symbol);
  if (known === undefined) throw new RangeError(`Unknown symbol "${symbol}" to simulate.`);
  const spec = {...known, intensity};
  const time = startsAt - (startsAt % MINUTE_MS) - HISTORY_MINUTES * MINUTE_MS;
  const stream = new OrderFlow({spec, seed: String(seed), time, price: spec.homePrice, firstId: 1});
  const priceDigits = String(spec.ticksPerUnit).length - 1;

  return {instrument: defineInstrument({symbol, priceDigits}), stream, price: spec.homePrice, typical: spec.size};
};
