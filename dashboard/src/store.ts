import type {AnyEnvelope} from '../../core/domain/Event.ts';
import type {State} from '../../core/kernel/evolve.ts';
import type {Frame, Pulse, Snapshot} from '../../core/server/protocol.ts';
import {type FoldResult, Replica} from './replica.ts';

const LOG_LINES = 1_000;

/** `fault`: a line could not be folded; nothing on the screen may be believed until the page is loaded anew. */
export type Link = 'connecting' | 'open' | 'lost' | 'fault';

/** What the panels read. Changes in place; `Store.version` says when. Times that end in `At` are the page's own clock, ms. */
export type Bot = {
  state: Readonly<State> | null;
  meta: Pick<Snapshot, 'version' | 'symbols' | 'timeframe'> | null;
  pulse: Pulse | null;
  link: Link;
  fault: string | null;
  /** Page to bot and back. */
  roundTripMs: number | null;
  heardAt: number | null;
  eventAt: number | null;
  decisionAt: number | null;
  /** Latest lines, oldest first. */
  log: AnyEnvelope[];
};

/** Calls back when it is time to paint; at most one call is under way. */
export type PaintScheduler = (paint: () => void) => void;

export type FrameListener = (frame: Frame) => void;

/** Holds the replica beside what the journal does not know, and tells the panels when to paint. */
export class Store {
  readonly bot: Bot = {
    state: null,
    meta: null,
    pulse: null,
    link: 'connecting',
    fault: null,
    roundTripMs: null,
    heardAt: null,
    eventAt: null,
    decisionAt: null,
    log: [],
  };
  readonly #replica = new Replica();
  readonly #schedule: PaintScheduler;
  readonly #paints = new Set<() => void>();
  readonly #frameListeners = new Set<FrameListener>();
  readonly #snapshotListeners = new Set<() => void>();
  #version = 0;
  #isDirty = false;

  constructor(schedule: PaintScheduler) {
    this.#schedule = schedule;
  }

  readonly version = (): number => this.#version;

  readonly subscribe = (paint: () => void): (() => void) => addTo(this.#paints, paint);

  /** Hears every frame that was folded, before the paint. */
  readonly onFrame = (listener: FrameListener): (() => void) => addTo(this.#frameListeners, listener);

  /** Hears that the replica was loaded anew: what was built from frames has a hole. */
  readonly onSnapshot = (listener: () => void): (() => void) => addTo(this.#snapshotListeners, listener);

  takeSnapshot(snapshot: Snapshot, now: number): void {
    const {version, symbols, timeframe} = snapshot;
    this.#replica.load(snapshot);
    Object.assign(this.bot, {state: this.#replica.state, meta: {version, symbols, timeframe}, heardAt: now});
    this.bot.link = 'open';
    this.bot.fault = null;
    this.bot.log = [];
    this.#estimateAges(now);
    for (const listener of this.#snapshotListeners) listener();
    this.touch();
  }

  takeFrame(frame: Frame, now: number): FoldResult {
    const result = this.#fold(frame);
    this.bot.heardAt = now;
    if (result === 'folded') {
      this.#remember(frame, now);
      for (const listener of this.#frameListeners) listener(frame);
    }
    this.touch();

    return result;
  }

  takePulse(pulse: Pulse, now: number): void {
    this.bot.pulse = pulse;
    this.bot.heardAt = now;
    this.touch();
  }

  /** Puts lines from before the page joined in front of the log; those it has already are dropped. */
  takeHistory(lines: readonly AnyEnvelope[]): void {
    const {log} = this.bot;
    const first = log[0]?.seq ?? Number.POSITIVE_INFINITY;
    log.unshift(...lines.filter(line => line.seq < first));
    this.touch();
  }

  setLink(link: Link): void {
    this.bot.link = link;
    this.touch();
  }

  setRoundTrip(ms: number): void {
    this.bot.roundTripMs = ms;
    this.touch();
  }

  /** Asks for a paint, because something changed or an age grew. */
  touch(): void {
    if (this.#isDirty) return;
    this.#isDirty = true;
    this.#schedule(() => this.#paint());
  }

  #paint(): void {
    this.#isDirty = false;
    this.#version += 1;
    for (const paint of this.#paints) paint();
  }

  #fold(frame: Frame): FoldResult {
    try {
      return this.#replica.fold(frame);
    } catch (error) {
      this.bot.link = 'fault';
      this.bot.fault = error instanceof Error ? error.message : String(error);
      return 'waiting';
    }
  }

  #remember({envelopes}: Frame, now: number): void {
    const {log} = this.bot;
    if (envelopes.length > 0) this.bot.eventAt = now;
    for (const envelope of envelopes) {
      log.push(envelope);
      if (envelope.type === 'DecisionMade') this.bot.decisionAt = now;
    }
    if (log.length > LOG_LINES * 2) log.splice(0, log.length - LOG_LINES);
  }

  /** A snapshot says when things happened on the market's clock only; a market of unknown speed leaves the age open. */
  #estimateAges(now: number): void {
    const state = this.#replica.state;
    const speed = state?.run?.venue.speed ?? null;
    const decision = state?.decisions.at(-1) ?? null;
    this.bot.eventAt = now;
    if (state === null || speed === null || decision === null) return;
    this.bot.decisionAt = now - (state.time - decision.time) / speed;
  }
}

const addTo = <T>(set: Set<T>, member: T): (() => void) => {
  set.add(member);

  return () => set.delete(member);
};
