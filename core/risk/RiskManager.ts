import type {Gate} from '../domain/Decision.ts';
import type {State} from '../kernel/State.ts';
import {readContext} from './context.ts';
import {toGate} from './gates.ts';
import type {ProposedOrder, Verdict} from './RiskRule.ts';
import {ENTRY_RULES, reconciled, reduceOnly, symbolAllowed} from './rules/index.ts';

/**
 * An order that every rule let pass. Its class stays in this file and has a private field, so nothing else can make
 * one: whoever asks for an `ApprovedOrder` cannot be handed an unchecked order.
 */
class Approved {
  readonly #proposal: ProposedOrder;

  constructor(proposal: ProposedOrder) {
    this.#proposal = proposal;
  }

  get proposal(): ProposedOrder {
    return this.#proposal;
  }
}

export type ApprovedOrder = Approved;
export type {ProposedOrder} from './RiskRule.ts';

/** The answer of the risk layer: the gates in their order, up to and including the first denial. */
export type RiskCheck =
  | {readonly allowed: true; readonly order: ApprovedOrder; readonly gates: readonly Gate[]; readonly denial: null}
  | {readonly allowed: false; readonly order: null; readonly gates: readonly Gate[]; readonly denial: Gate};

/**
 * Asks every rule about one order. An order that only reduces a position is asked one thing alone: whether there is
 * something to reduce.
 */
export const checkOrder = (proposed: ProposedOrder, state: Readonly<State>): RiskCheck =>
  conclude(proposed, proposed.reduceOnly ? [reduceOnly(proposed, state)] : askAll(proposed, state));

const askAll = (order: ProposedOrder, state: Readonly<State>): readonly Verdict[] => {
  const verdicts: Verdict[] = [symbolAllowed(order, state)];
  const market = state.markets.get(order.symbol);
  if (market === undefined) return verdicts;

  verdicts.push(reconciled(order, state));
  if (state.settings === null || verdicts[1]?.passed !== true) return verdicts;

  const context = readContext(order, state, state.settings.risk, market);
  for (const rule of ENTRY_RULES) {
    const verdict = rule(order, state, context);
    verdicts.push(verdict);
    if (!verdict.passed) break;
  }

  return verdicts;
};

// Gates are read only when the decision is journaled: until then a verdict is numbers, not text.
const conclude = (proposed: ProposedOrder, verdicts: readonly Verdict[]): RiskCheck => {
  const denied = verdicts.find(verdict => !verdict.passed);
  if (denied !== undefined) {
    return {
      allowed: false,
      order: null,
      denial: toGate(denied),
      get gates() {
        return verdicts.map(toGate);
      },
    };
  }

  return {
    allowed: true,
    order: new Approved(proposed),
    denial: null,
    get gates() {
      return verdicts.map(toGate);
    },
  };
};
