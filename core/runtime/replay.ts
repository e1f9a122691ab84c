import {createHash} from 'node:crypto';
import {failClosed} from '../brain/failClosed.ts';
import {encodeExact} from '../domain/codec.ts';
import {type AnyEnvelope, type EnvelopeOf, type InputDraft, isInput} from '../domain/Event.ts';
import {Engine, type Step} from '../kernel/Engine.ts';
import {evolve} from '../kernel/evolve.ts';
import type {Mind} from '../kernel/Mind.ts';
import {emptyState, type State} from '../kernel/State.ts';
import {readLines} from './readLines.ts';

export type ReplayReport = {
  readonly events: number;
  readonly inputs: number;
  /** SHA-256 of the exact state after the last line. */
  readonly stateHash: string;
  /** Whether the engine, given the inputs alone, wrote the same journal; null when it was not asked. */
  readonly equal: boolean | null;
  /** The first line that came out otherwise, and the commit that wrote it: other code may answer otherwise. */
  readonly difference: {
    readonly seq: number;
    readonly commit: string;
    readonly journal: string | null;
    readonly replayed: string | null;
  } | null;
};

export type MindMaker = (run: EnvelopeOf<'RunStarted'>['data']) => Mind;

export const hashState = (state: Readonly<State>): string =>
  createHash('sha256').update(encodeExact(state)).digest('hex');

/** Folds a journal into a state: what recovery does. */
export const foldJournal = async (
  directory: string,
  onLine: (envelope: AnyEnvelope) => void = () => undefined,
): Promise<ReplayReport> => {
  const state = emptyState();
  const counts = {events: 0, inputs: 0};
  for await (const envelope of readLines(directory)) {
    evolve(state, envelope);
    counts.events += 1;
    if (isInput(envelope)) counts.inputs += 1;
    onLine(envelope);
  }

  return {...counts, stateHash: hashState(state), equal: null, difference: null};
};

/** Takes only the inputs of a journal, runs the engine again, and compares every line byte for byte. */
export const verifyReplay = async (
  directory: string,
  makeMind: MindMaker,
  onLine: (envelope: AnyEnvelope) => void = () => undefined,
): Promise<ReplayReport> => {
  const audit = new Audit(directory, makeMind);
  let step: AnyEnvelope[] = [];
  for await (const envelope of readLines(directory)) {
    onLine(envelope);
    if (isInput(envelope) && step.length > 0) {
      await audit.check(step);
      step = [];
    }
    step.push(envelope);
    if (audit.difference !== null) break;
  }
  if (step.length > 0 && audit.difference === null) await audit.check(step);

  return audit.report();
};

/** Runs one engine along a journal and stops at the first line that differs. */
class Audit {
  readonly #directory: string;
  readonly #makeMind: MindMaker;
  #engine: Engine | null = null;
  #state = emptyState();
  #settings = '';
  #events = 0;
  #inputs = 0;
  difference: ReplayReport['difference'] = null;

  constructor(directory: string, makeMind: MindMaker) {
    this.#directory = directory;
    this.#makeMind = makeMind;
  }

  async check(step: Step): Promise<void> {
    const [input] = step;
    if (input === undefined) return;
    if (input.type === 'RunStarted') await this.#begin(input);
    if (this.#engine === null)
      throw new Error(`Line ${input.seq} comes before any RunStarted: this is not a bot's journal.`);

    const replayed = this.#engine.take({type: input.type, data: input.data} as InputDraft, input.time);
    this.#compare(step, replayed);
    this.#events += step.length;
    this.#inputs += 1;
  }

  report(): ReplayReport {
    const {difference} = this;

    return {
      events: this.#events,
      inputs: this.#inputs,
      stateHash: hashState(this.#state),
      equal: difference === null,
      difference,
    };
  }

  /** A run with other settings has another mind; it learns from every line before, as the bot's did at that start. */
  async #begin({seq, data}: EnvelopeOf<'RunStarted'>): Promise<void> {
    const settings = JSON.stringify([data.settings, data.markets.map(market => market.symbol)]);
    if (settings === this.#settings) return;
    this.#settings = settings;
    const mind = failClosed(this.#makeMind(data));
    if (seq > 1)
      for await (const line of readLines(this.#directory)) {
        if (line.seq >= seq) break;
        mind.observe(line);
      }
    this.#engine = new Engine(mind, this.#state);
  }

  #compare(journal: Step, replayed: Step): void {
    const length = Math.max(journal.length, replayed.length);
    for (let index = 0; index < length; index += 1) {
      const [ours, theirs] = [textOf(replayed[index]), textOf(journal[index])];
      if (ours === theirs) continue;
      const seq = (journal[0]?.seq ?? 0) + index;
      this.difference = {seq, commit: this.#state.run?.commit ?? 'unknown', journal: theirs, replayed: ours};
      return;
    }
  }
}

const textOf = (envelope: AnyEnvelope | undefined): string | null =>
  envelope === undefined ? null : JSON.stringify(envelope);
