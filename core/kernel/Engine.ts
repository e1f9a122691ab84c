import type {AnyEnvelope, DerivedDraft, Draft, InputDraft} from '../domain/Event.ts';
import {decide} from './decide.ts';
import {evolve} from './evolve.ts';
import type {Mind} from './Mind.ts';
import {emptyState, type State} from './State.ts';
import type {Turn} from './turn.ts';

/** One input with everything that the kernel answered to it: written to the journal whole or not at all. */
export type Step = readonly AnyEnvelope[];

/** Turns inputs into journal lines: the same engine live, in paper trading, in backtests and in replays. */
export class Engine {
  readonly state: State;
  readonly #mind: Mind;
  readonly #turn: Turn;
  #step: AnyEnvelope[] = [];

  constructor(mind: Mind, state: State = emptyState()) {
    this.state = state;
    this.#mind = mind;
    this.#turn = {state, mind, emit: draft => this.#emit(draft)};
  }

  /** Takes one input at market time `time` and returns its step; the first line is the input. */
  take(input: InputDraft, time: number): Step {
    const seq = this.state.seq + 1;
    const envelope = number(input, seq, time, seq);
    this.#step = [envelope];
    this.recover(envelope);
    decide(this.#turn, envelope);

    return this.#step;
  }

  /** Folds a line that is already in the journal: the brain learns from it and is not asked. */
  recover(envelope: AnyEnvelope): void {
    evolve(this.state, envelope);
    this.#mind.observe(envelope);
  }

  #emit(draft: DerivedDraft): number {
    const input = this.#step[0];
    if (input === undefined) throw new Error('A derived event needs an input that caused it.');
    const envelope = number(draft, this.state.seq + 1, input.time, input.seq);
    // Most steps have two lines: a list that grows by itself takes room for many.
    if (this.#step.length === 1) this.#step = [input, envelope];
    else this.#step.push(envelope);
    this.recover(envelope);

    return envelope.seq;
  }
}

/** The one place where a draft becomes a line; its type and data belong together already. */
const number = ({type, data}: Draft, seq: number, time: number, cause: number): AnyEnvelope =>
  ({seq, time, cause, type, data}) as AnyEnvelope;
