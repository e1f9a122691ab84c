import type {AnyEnvelope, InputDraft} from '../domain/Event.ts';
import type {OrderReport} from '../domain/OrderReport.ts';
import type {Step} from '../kernel/Engine.ts';
import type {State} from '../kernel/State.ts';

/** What execution needs of a venue. */
export type OrderGateway = {
  submit(intent: Extract<AnyEnvelope, {type: 'OrderSubmitted'}>['data']): void;
  cancel(clientOrderId: string): void;
  amend(clientOrderId: string, quantity: string, stopPrice?: string): void;
  forget?(clientOrderId: string): void;
};

type Parts = {
  readonly gateway: OrderGateway;
  readonly state: Readonly<State>;
  /** Hears of an order that was kept back here: it is certain that it never left. */
  readonly refuse: (clientOrderId: string, reason: string) => void;
};

/**
 * Sends what the journal says has been decided, and turns what the venue answers into inputs.
 * It exists so that no other code talks to a venue about orders: it reacts to lines that are durable, knows no brain,
 * and so works the same with any brain, and on paper as live.
 */
export class ExecutionLayer {
  readonly #gateway: OrderGateway;
  readonly #state: Readonly<State>;
  readonly #refuse: Parts['refuse'];

  constructor({gateway, state, refuse}: Parts) {
    this.#gateway = gateway;
    this.#state = state;
    this.#refuse = refuse;
  }

  /** Carries out the effects of one durable step, in order. */
  perform(step: Step): void {
    for (const envelope of step) this.#carryOut(envelope);
  }

  /** After a restart: asks again for every cancel whose answer is not in the journal. Asking twice does no harm. */
  repeatCancels(): void {
    for (const order of [...this.#state.orders.values()]) {
      if (order.isCancelRequested) this.#gateway.cancel(order.intent.clientOrderId);
    }
  }

  #carryOut(envelope: AnyEnvelope): void {
    if (envelope.type === 'OrderSubmitted') return this.#submit(envelope.data);
    if (envelope.type === 'CancelRequested') return this.#gateway.cancel(envelope.data.clientOrderId);
    if (envelope.type === 'OrderWrittenOff') return this.#gateway.forget?.(envelope.data.clientOrderId);
    if (envelope.type !== 'AmendRequested') return;

    const {clientOrderId, quantity, stopPrice} = envelope.data;
    this.#gateway.amend(clientOrderId, quantity, stopPrice);
  }

  #submit(intent: Extract<AnyEnvelope, {type: 'OrderSubmitted'}>['data']): void {
    // I-22, held at the send seam itself: whatever decided it, and however late, an entry never leaves on lost books.
    if (!intent.reduceOnly && this.#state.run?.isReconciled !== true) {
      return this.#refuse(intent.clientOrderId, 'the account is not reconciled: nothing that opens may leave');
    }
    this.#gateway.submit(intent);
  }
}

/** A venue's report as the kernel's input. */
export const inputOf = (report: OrderReport): InputDraft => {
  switch (report.kind) {
    case 'accepted':
      return {type: 'OrderAccepted', data: {clientOrderId: report.clientOrderId, venueOrderId: report.venueOrderId}};
    case 'filled':
      return {type: 'OrderFilled', data: report.execution};
    case 'rejected':
      return {
        type: 'OrderRejected',
        data: {clientOrderId: report.clientOrderId, code: report.code, reason: report.reason},
      };
    case 'canceled':
      return {type: 'OrderCanceled', data: {clientOrderId: report.clientOrderId, reason: report.reason}};
    case 'cancelRejected':
      return {type: 'CancelRejected', data: {clientOrderId: report.clientOrderId, reason: report.reason}};
    case 'amended':
      return {
        type: 'OrderAmended',
        data: {
          clientOrderId: report.clientOrderId,
          quantity: report.quantity,
          ...(report.stopPrice === undefined ? {} : {stopPrice: report.stopPrice}),
        },
      };
    case 'unknown':
      return {
        type: 'OrderOutcomeUnknown',
        data: {
          clientOrderId: report.clientOrderId,
          reason: report.reason,
          ...(report.forgotten === true ? {forgotten: true} : {}),
        },
      };
    case 'absent':
      return {type: 'OrderProvenAbsent', data: {clientOrderId: report.clientOrderId, reason: report.reason}};
    default:
      return report satisfies never;
  }
};
