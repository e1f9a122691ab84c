import type {ExchangeEvent} from '../../../brokers/simulator/engine/events.ts';
import {encodeExact} from '../../../core/domain/codec.ts';
import type {AnyEnvelope} from '../../../core/domain/Event.ts';
import type {Settings} from '../../../core/domain/Settings.ts';
import type {Step} from '../../../core/kernel/Engine.ts';
import {evolve} from '../../../core/kernel/evolve.ts';
import {emptyState, type State} from '../../../core/kernel/State.ts';
import type {SimulatedDisk} from '../../journal/SimulatedDisk.ts';
import {Books} from './Books.ts';
import {DurableLines} from './DurableLines.ts';
import {exact, show} from './exact.ts';
import {StepRules} from './StepRules.ts';
import {Truth} from './Truth.ts';
import {Verdict} from './Verdict.ts';
import {WireRules} from './WireRules.ts';

type Options = {
  readonly account: string;
  readonly symbol: string;
  readonly settings: Settings;
  readonly grid: {readonly tick: bigint; readonly lot: bigint};
  readonly secret: string;
  /** Whether the venue denies at the moment an order that it has. */
  readonly hides: (orderId: string) => boolean;
  readonly now: () => number;
};

/** Sees everything, believes the venue's own ledger and its own sums alone, and says which promise is broken. */
export class Oracle {
  readonly verdict: Verdict;
  readonly truth: Truth;
  readonly durable: DurableLines;
  readonly wire: WireRules;
  readonly #options: Options;
  /** The fold of the durable lines. */
  #shown: State = emptyState();
  /** The fold of every line that the present life has read or taken. */
  #lived: State = emptyState();
  /** The account by the lines that the present life has taken. */
  #books: Books;
  #steps: StepRules;
  /** Of the last run whose beginning is durable. */
  #epoch = 0;
  readonly #recovered = new Set<string>();
  /** Tokens that stand for the account. */
  readonly #tokens = new Set<string>();

  constructor(options: Options) {
    const {account, settings, secret, now} = options;
    const cash = exact(settings.openingCash);
    this.#options = options;
    this.verdict = new Verdict(now);
    this.truth = new Truth({account, cash, verdict: this.verdict, now});
    this.durable = new DurableLines(
      () => [secret, ...this.#tokens],
      line => this.#onDurable(line),
    );
    this.wire = new WireRules({verdict: this.verdict, truth: this.truth, durable: this.durable, secret, now});
    this.#books = this.#newBooks();
    this.#steps = this.#newSteps();
  }

  readonly onVenueEvent = (event: ExchangeEvent): void => this.truth.hear(event);

  /** Public data came to the bot; trades are known by their numbers. */
  onPublicData(text: string, numbers: RegExp): void {
    for (const [, id] of text.matchAll(numbers)) this.truth.onTold(Number(id));
  }

  onToken(token: string): void {
    this.#tokens.add(token);
  }

  onSynced(disk: SimulatedDisk, path: string): void {
    this.durable.onSynced(disk, path);
    const [leak] = this.durable.leaks;
    if (leak !== undefined) this.verdict.broken('I-39', `a secret stands in the journal: ${leak}`);
  }

  onTaken(step: Step, state: Readonly<State>): void {
    for (const line of step) {
      this.#books.hear(line);
      evolve(this.#lived, line);
    }
    this.#steps.check(step, state);
  }

  /** A new life reads its journal: every line that was durable must be there. */
  beginRecovery(disk: SimulatedDisk): void {
    this.durable.rewind(disk);
    this.#books = this.#newBooks();
    this.#lived = emptyState();
  }

  onRecovered(line: AnyEnvelope): void {
    this.#books.hear(line);
    evolve(this.#lived, line);
    if (line.type === 'OrderSubmitted') this.#recovered.add(line.data.clientOrderId);
    if (line.seq > this.#shown.seq) evolve(this.#shown, line);
  }

  /** I-16: what was folded from the disk is what the lines had made of the state before. */
  onBooksOpen(state: Readonly<State>): void {
    const {verdict, durable} = this;
    verdict.claim(
      'I-16',
      state.seq >= durable.lastSeq,
      () => `the journal ends at ${state.seq}, line ${durable.lastSeq} was durable`,
    );
    verdict.claim(
      'I-16',
      encodeExact(state) === encodeExact(this.#shown),
      () => `the state after recovery at line ${state.seq} is another one`,
    );
    this.#steps.restart(state, [...this.durable.intents.keys(), ...this.#recovered]);
    this.#books.compare(state);
  }

  /** I-16: at its end a life knows what its lines say, and nothing else. */
  onLifeEnds(state: Readonly<State>): void {
    const isSame = encodeExact(state) === encodeExact(this.#lived);
    this.verdict.claim('I-16', isSame, () => `the state at line ${state.seq} is not what the lines make of it`);
  }

  /** Whether the bot's world and the venue's are one again; what is still missing otherwise. */
  missing(state: Readonly<State>): string | null {
    const {truth} = this;
    const held = state.positions.get(this.#options.symbol)?.quantity ?? 0n;
    if (held !== truth.position) return `position is ${show(held)} here and ${show(truth.position)} at the venue`;
    if (state.cash !== truth.cash) return `cash is ${show(state.cash)} here and ${show(truth.cash)} at the venue`;
    const open = [...truth.open].map(id => truth.orders.get(id)?.request.clientOrderId ?? id).sort();
    const known = [...state.orders.keys()].sort();
    if (open.join() !== known.join())
      return `orders are ${known.join() || 'none'} here and ${open.join() || 'none'} at the venue`;
    const unknown = [...state.orders.values()].find(({status}) => status === 'UNKNOWN');
    if (unknown !== undefined) return `order "${unknown.intent.clientOrderId}" is UNKNOWN`;
    if (state.run?.isReconciled !== true)
      return `the account is not reconciled; trading is ${state.trading.state}: ${state.trading.reason}`;
    const market = state.markets.get(this.#options.symbol);

    return market?.feed === 'live' ? null : `the feed is ${market?.feed ?? 'unknown'}`;
  }

  #onDurable(line: AnyEnvelope): void {
    if (line.seq > this.#shown.seq) evolve(this.#shown, line);
    if (line.type !== 'RunStarted') return;
    const {epoch} = line.data;
    this.verdict.claim('I-13', epoch > this.#epoch, () => `run ${epoch} began after run ${this.#epoch}`);
    this.#epoch = epoch;
  }

  #newBooks(): Books {
    const {symbol, settings} = this.#options;

    return new Books({truth: this.truth, verdict: this.verdict, symbol, cash: exact(settings.openingCash)});
  }

  #newSteps(): StepRules {
    const {symbol, settings, grid, hides, now} = this.#options;

    return new StepRules({
      verdict: this.verdict,
      truth: this.truth,
      books: () => this.#books,
      symbol,
      settings,
      grid,
      hides,
      now,
    });
  }
}
