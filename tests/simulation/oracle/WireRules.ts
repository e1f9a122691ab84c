import type {OrderIntent} from '../../../core/domain/Order.ts';
import type {DurableLines} from './DurableLines.ts';
import type {Truth} from './Truth.ts';
import type {Verdict} from './Verdict.ts';

type Parts = {
  readonly verdict: Verdict;
  readonly truth: Truth;
  readonly durable: DurableLines;
  readonly secret: string;
  readonly now: () => number;
};

type Params = Readonly<Record<string, unknown>>;

/** Time that the venue has to hear of the switch after the first order. */
const ARM_WITHIN_MS = 10_000;

/** What may leave the bot: nothing without a durable line, nothing twice, no secret. */
export class WireRules {
  readonly #parts: Parts;
  readonly #sent = new Set<string>();
  /** Until when the venue waits for another word, ms since the beginning. */
  #armedUntil = 0;
  #openSince: number | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** One frame of the private socket that the bot has written. */
  onSent(text: string): void {
    const {verdict, secret} = this.#parts;
    verdict.claim('I-39', !text.includes(secret), () => 'the private key left over a socket');
    if (!/"method":"(?:add|amend|cancel)_order"/.test(text)) return;
    const {method, params} = JSON.parse(text) as {method: string; params: Params};
    if (method === 'add_order') this.#add(params);
    else if (method === 'amend_order') this.#amend(params);
    else this.#cancel(params);
  }

  /** One frame that the venue got. */
  onArrived(text: string): void {
    const {now, truth, verdict} = this.#parts;
    const armed = /"method":"cancel_all_orders_after","params":\{"timeout":(\d+)/.exec(text)?.[1];
    if (armed !== undefined) this.#armedUntil = armed === '0' ? 0 : now() + Number(armed) * 1_000;
    if (truth.knowable().length === 0 || this.#armedUntil > now()) this.#openSince = null;
    else this.#openSince ??= now();
    const nakedMs = this.#openSince === null ? 0 : now() - this.#openSince;
    verdict.claim(
      'I-33',
      nakedMs <= ARM_WITHIN_MS,
      () => `orders rest for ${Math.round(nakedMs)} ms, and the switch is not armed`,
    );
  }

  #add(params: Params): void {
    const {verdict, durable} = this.#parts;
    const id = String(params['cl_ord_id']);
    verdict.claim('I-12', !this.#sent.has(id), () => `"${id}" was sent a second time`);
    this.#sent.add(id);
    const intent = durable.intents.get(id);
    if (intent === undefined) return verdict.broken('I-14', `"${id}" was sent, and no durable line says so`);
    verdict.claim('I-15', isSame(intent, params), () => `"${id}" was sent otherwise than its line says`);
  }

  #amend(params: Params): void {
    const {verdict, durable} = this.#parts;
    const id = String(params['cl_ord_id']);
    const lines = durable.amendments.get(id) ?? [];
    const isWritten = lines.some(({quantity}) => Number(quantity) === Number(params['order_qty']));
    verdict.claim('I-14', isWritten, () => `an amendment of "${id}" was sent, and no durable line says so`);
  }

  #cancel(params: Params): void {
    const {verdict, durable} = this.#parts;
    for (const id of Array.isArray(params['cl_ord_id']) ? params['cl_ord_id'].map(String) : []) {
      verdict.claim('I-14', durable.cancels.has(id), () => `a cancel of "${id}" was sent, and no durable line says so`);
    }
  }
}

/** JSON.parse has made numbers of the frame's texts: they are compared as numbers. */
const isSame = (intent: OrderIntent, params: Params): boolean => {
  const stop = params['triggers'];
  const trigger = typeof stop === 'object' && stop !== null && 'price' in stop ? Number(stop.price) : undefined;
  const wantedLimit = intent.limitPrice === undefined ? undefined : Number(intent.limitPrice);
  const wantedStop = intent.stopPrice === undefined ? undefined : Number(intent.stopPrice);

  return (
    params['side'] === intent.side &&
    params['symbol'] === intent.symbol &&
    Number(params['order_qty']) === Number(intent.quantity) &&
    (params['limit_price'] === undefined ? undefined : Number(params['limit_price'])) === wantedLimit &&
    trigger === wantedStop
  );
};
