import type {AnyEnvelope, InputDraft} from '../domain/Event.ts';
import type {Step} from '../kernel/Engine.ts';
import type {State} from '../kernel/State.ts';
import type {CommandAnswer, CommandName} from '../server/protocol.ts';

type Parts = {
  readonly state: Readonly<State>;
  /** Resolves with a run's first line, its RunStarted: what a person says before that waits for it. */
  readonly begun: Promise<void>;
  /** Null once the journal has failed. */
  readonly receive: (draft: InputDraft) => Step | null;
  /** Null where the line is durable already. */
  readonly durable: (seq: number) => Promise<void> | null;
};

/** What a person tells the bot, as lines of the journal; each answer comes once its line is durable. */
export class Operator {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async command(name: CommandName, reason: string, by: string): Promise<CommandAnswer> {
    await this.#parts.begun;

    return this.#write({type: 'OperatorCommanded', data: {name, reason, by}});
  }

  async writeOff(clientOrderId: string, reason: string, by: string): Promise<CommandAnswer> {
    const {begun, state} = this.#parts;
    await begun;
    const status = state.orders.get(clientOrderId)?.status ?? 'not among the open orders';
    if (status !== 'UNKNOWN')
      throw new RangeError(`Order "${clientOrderId}" is ${status}. Only one that is UNKNOWN can be written off.`);

    return this.#write({type: 'OrderWrittenOff', data: {clientOrderId, reason, by}});
  }

  async #write(draft: InputDraft): Promise<CommandAnswer> {
    const step = this.#parts.receive(draft);
    const seq = step?.[0]?.seq;
    if (step === null || seq === undefined)
      throw new Error('The journal has failed: no command can be taken any more.');
    await this.#parts.durable(seq);

    return {accepted: true, seq, orders: step.flatMap(touchedOrder)};
  }
}

const touchedOrder = ({type, data}: AnyEnvelope): string[] =>
  type === 'OrderSubmitted' || type === 'CancelRequested' ? [data.clientOrderId] : [];
