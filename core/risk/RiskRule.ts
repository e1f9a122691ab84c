import type {Decimal} from '../domain/Decimal.ts';
import type {ExitPlan} from '../domain/Decision.ts';
import type {OrderType, Side} from '../domain/Order.ts';
import type {RiskSettings} from '../domain/Settings.ts';
import type {MarketState, State} from '../kernel/State.ts';
import type {DenialCode} from './DenialCode.ts';
import type {Exposure} from './exposure.ts';
import type {RiskLimits} from './limits.ts';

/** An order that somebody would like to send. Nothing about it has been checked. */
export type ProposedOrder = {
  readonly symbol: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly quantity: Decimal;
  /** The price that the decision was made at. */
  readonly referencePrice: Decimal;
  /** The worst price that the order may pay or get: the limit of a limit order, the collar of a market order. */
  readonly worstPrice: Decimal;
  readonly reduceOnly: boolean;
  readonly strategy: string;
  /** When it was decided, ms UTC. */
  readonly time: number;
  /** How the trade will be left; null only for an order that leaves one. */
  readonly exitPlan: ExitPlan | null;
};

/** A number of a verdict: money, price or quantity as Decimal; a count or milliseconds as a plain number. */
export type Amount = Decimal | number;

/** What one rule found, for passes too. Text is made of it only when somebody reads the gates. */
export type Verdict = {
  readonly code: DenialCode;
  readonly passed: boolean;
  readonly value: Amount | null;
  readonly limit: Amount | null;
};

/** What all rules look at, read once per proposed order. */
export type RiskContext = {
  readonly settings: RiskSettings;
  readonly limits: RiskLimits;
  readonly market: MarketState;
  /** Last price of the market; zero while there is none, so that every price rule refuses. */
  readonly mark: Decimal;
  /** The highest of mark, reference and worst price: what the order's exposure is valued at. */
  readonly price: Decimal;
  readonly notional: Decimal;
  /** Everything held or in flight, without the proposed order. */
  readonly exposure: Exposure;
};

/** One pre-trade check. It judges only orders that may increase exposure; orders that only reduce never meet it. */
export type RiskRule = (order: ProposedOrder, state: Readonly<State>, context: RiskContext) => Verdict;

/** Passes up to the limit and exactly at it. */
export const atMost = <A extends Amount>(code: DenialCode, value: A, limit: A): Verdict => ({
  code,
  passed: value <= limit,
  value,
  limit,
});

/** Passes from the limit upwards. */
export const atLeast = <A extends Amount>(code: DenialCode, value: A, limit: A): Verdict => ({
  code,
  passed: value >= limit,
  value,
  limit,
});

/** A condition without numbers. */
export const claim = (code: DenialCode, passed: boolean): Verdict => ({code, passed, value: null, limit: null});
