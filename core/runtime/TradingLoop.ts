import type {AnyEnvelope, InputDraft} from '../domain/Event.ts';
import type {Engine, Step} from '../kernel/Engine.ts';

/** Where steps become durable. Null in place of a promise means: already durable. */
export type StepJournal = {
  append(step: Step): void;
  durable(seq: number): Promise<void> | null;
  hasRoom(): boolean;
};

/** A backtest's journal: nothing is kept, so everything counts as durable at once. */
export const NO_JOURNAL: StepJournal = {append: () => undefined, durable: () => null, hasRoom: () => true};

type Options = {
  readonly engine: Engine;
  readonly journal: StepJournal;
  /** Looks at a step while the state is exactly what it made of it; may act on nothing. */
  readonly onTaken?: ((step: Step) => void) | undefined;
  /** Hears how long the kernel took over an input; time is measured only where somebody listens. */
  readonly onTurn?: ((seconds: number) => void) | undefined;
  /** Acts on lines that are durable: sends orders, feeds screens. Called once a step, in order. */
  readonly onDurable: (step: Step) => void;
  /** The journal cannot be written any more; nothing further is acted on. */
  readonly onFailure: (error: unknown) => void;
};

/** Named limit: an inbox this long means that something feeds it without end. */
const INBOX_LIMIT = 100_000;

/**
 * The one queue between the edge and the kernel: inputs are taken one at a time, written, and acted on only once they
 * are durable. Synchronous from input to journal; market data never waits for the disk.
 */
export class TradingLoop {
  readonly #engine: Engine;
  readonly #journal: StepJournal;
  readonly #onDurable: Options['onDurable'];
  readonly #onTaken: Options['onTaken'];
  readonly #onTurn: Options['onTurn'];
  readonly #onFailure: Options['onFailure'];
  readonly #inbox: {draft: InputDraft; time: number}[] = [];
  #undurable: Step[] = [];
  /** Steps that wait for the disk and then reach outside. */
  #pendingEffects = 0;
  #isDraining = false;
  #isAwaiting = false;
  #hasFailed = false;
  #idle: PromiseWithResolvers<void> | null = null;

  constructor({engine, journal, onTaken, onTurn, onDurable, onFailure}: Options) {
    this.#engine = engine;
    this.#journal = journal;
    this.#onTaken = onTaken;
    this.#onTurn = onTurn;
    this.#onDurable = onDurable;
    this.#onFailure = onFailure;
  }

  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** Takes an input and returns its step, now in the journal's buffer; null while an earlier input is still being worked on, or after a failure. */
  receive(draft: InputDraft, time: number): Step | null {
    if (this.#hasFailed) return null;
    if (!this.#isDraining) return this.#drain(draft, time);
    if (this.#inbox.length >= INBOX_LIMIT) throw new Error(`The inbox holds ${INBOX_LIMIT} inputs: the loop is stuck.`);
    this.#inbox.push({draft, time});

    return null;
  }

  /** Null when everything received is durable and acted on; otherwise resolves when it is. */
  settle(): Promise<void> | null {
    if (this.#hasFailed) return null;
    if (this.#undurable.length === 0 && !this.#isDraining) return null;
    if (this.#pendingEffects === 0 && this.#journal.hasRoom()) return null;

    return (this.#idle ??= Promise.withResolvers()).promise;
  }

  /** Resolves when everything received is durable and acted on. */
  async flushed(): Promise<void> {
    while (this.#undurable.length > 0 && !this.#hasFailed) await (this.#idle ??= Promise.withResolvers()).promise;
  }

  #drain(draft: InputDraft, time: number): Step | null {
    let first: Step | null = null;
    this.#isDraining = true;
    try {
      first = this.#take(draft, time);
      for (let next = this.#inbox.shift(); next !== undefined; next = this.#inbox.shift())
        this.#take(next.draft, next.time);
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#isDraining = false;
    }

    return this.#hasFailed ? null : first;
  }

  #take(draft: InputDraft, time: number): Step {
    const step = this.#onTurn === undefined ? this.#engine.take(draft, time) : this.#measure(this.#onTurn, draft, time);
    this.#onTaken?.(step);
    this.#journal.append(step);
    const isNext = this.#undurable.length === 0 && !this.#isAwaiting;
    const wait = isNext ? this.#journal.durable(step.at(-1)?.seq ?? 0) : null;
    if (isNext && wait === null) this.#onDurable(step);
    else this.#hold(step, wait);

    return step;
  }

  #measure(onTurn: (seconds: number) => void, draft: InputDraft, time: number): Step {
    const begin = performance.now();
    const step = this.#engine.take(draft, time);
    onTurn((performance.now() - begin) / 1_000);

    return step;
  }

  /** Keeps a step until it is durable; where nothing is waited for yet, `wait` is what to wait for. */
  #hold(step: Step, wait: Promise<void> | null): void {
    this.#undurable.push(step);
    if (step.some(isEffect)) this.#pendingEffects += 1;
    if (wait !== null) this.#await(wait, step.at(-1)?.seq ?? 0);
  }

  /** Acts on what is durable; asks once for the rest. */
  #release(): void {
    while (!this.#isAwaiting) {
      const last = this.#undurable.at(-1)?.at(-1);
      if (last === undefined) return;
      const wait = this.#journal.durable(last.seq);
      if (wait !== null) return this.#await(wait, last.seq);
      this.#act(last.seq);
    }
  }

  #await(wait: Promise<void>, seq: number): void {
    this.#isAwaiting = true;
    wait
      .then(() => {
        this.#isAwaiting = false;
        this.#act(seq);
        this.#release();
        if (this.#undurable.length === 0) this.#wake();
      })
      .catch((error: unknown) => this.#fail(error));
  }

  #act(seq: number): void {
    const steps = this.#undurable;
    this.#undurable = steps.filter(step => (step[0]?.seq ?? 0) > seq);
    for (const step of steps) {
      if ((step[0]?.seq ?? 0) > seq) return;
      if (step.some(isEffect)) this.#pendingEffects -= 1;
      this.#onDurable(step);
    }
  }

  #wake(): void {
    this.#idle?.resolve();
    this.#idle = null;
  }

  #fail(error: unknown): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#inbox.length = 0;
    this.#undurable = [];
    this.#wake();
    this.#onFailure(error);
  }
}

/** Lines that reach outside the process. */
const isEffect = ({type}: AnyEnvelope): boolean =>
  type === 'OrderSubmitted' || type === 'CancelRequested' || type === 'AmendRequested' || type === 'OrderWrittenOff';
