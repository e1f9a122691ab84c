import type {OrderReport} from '../../../brokers/IBrokerAdapter.ts';
import {bug, type PlantedBug} from './PlantedBug.ts';
import {wrongBroker, wrongEngine, wrongSocket} from './seams.ts';
import {CREDENTIALS} from '../Venue.ts';

type Changed = (report: OrderReport) => readonly OrderReport[];

const wrongReports = (change: Changed) =>
  wrongBroker(() => ({
    listener: listener => ({
      ...listener,
      onOrder: report => {
        for (const each of change(report)) listener.onOrder(each);
      },
    }),
  }));

const idOf = (text: string): string => /"cl_ord_id":"([^"]+)"/.exec(text)?.[1] ?? '';
const isOrder = (text: string): boolean => text.includes('"method":"add_order"');
const RESEND_AFTER_MS = 3_500;

/** Mistakes in sending orders and in believing what is said of them. */
export const ORDER_BUGS: readonly PlantedBug[] = [
  bug('a time-out counts as a refusal', 'I-20', () => ({
    broker: wrongReports(report =>
      report.kind === 'unknown' ? [{...report, kind: 'rejected', code: 'TIMEOUT'}] : [report],
    ),
  })),
  bug('no time fence: unknown is dead at once', 'I-21', () => ({
    broker: wrongReports(report => (report.kind === 'unknown' ? [report, {...report, kind: 'absent'}] : [report])),
  })),
  bug('an order without an answer is sent again', 'I-12', () => ({
    edge: edge => {
      const unanswered = new Set<string>();

      return wrongSocket({
        sent: (text, socket) => {
          if (isOrder(text)) {
            const id = idOf(text);
            unanswered.add(id);
            edge.timers.after(RESEND_AFTER_MS, () => {
              if (unanswered.has(id)) socket.send(text);
            });
          }
          return text;
        },
        received: text => {
          if (isOrder(text)) unanswered.delete(idOf(text));
          return text;
        },
      })(edge);
    },
  })),
  bug('an id is used again', 'I-12', () => {
    let last: string | null = null;

    return {
      edge: wrongSocket({
        sent: text => {
          if (!isOrder(text)) return text;
          const used: string = last ?? idOf(text);
          last = last === null ? idOf(text) : null;
          return text.replace(idOf(text), used);
        },
      }),
    };
  }),
  bug('an order that nobody decided', 'I-8', () => ({
    broker: wrongBroker(broker => ({
      submit: intent => {
        broker.submit(intent);
        if (intent.purpose === 'entry') broker.submit({...intent, clientOrderId: `${intent.clientOrderId}b`});
      },
    })),
  })),
  bug('more is sent than the line says', 'I-15', () => ({
    broker: wrongBroker(broker => ({
      submit: intent => broker.submit({...intent, quantity: `${Number(intent.quantity) + 1}`}),
    })),
  })),
  bug('stop and target both rest for one holding', 'I-6', () => ({
    broker: wrongBroker(({identity}) => ({identity: {...identity, oneCancelsOther: true}})),
  })),
  bug('the dead-man switch is never armed', 'I-33', () => ({
    edge: wrongSocket({sent: text => (text.includes('cancel_all_orders_after') ? null : text)}),
  })),
  bug('an amendment leaves before its line', 'I-14', () => ({
    broker: wrongBroker((broker, {engine}) => ({
      submit: intent => {
        broker.submit(intent);
        if (intent.purpose !== 'stop' || engine.state.run === null) return;
        broker.amend(intent.clientOrderId, `${Number(intent.quantity) / 2}`.slice(0, 8), intent.stopPrice);
      },
    })),
  })),
  bug('a secret stands in a reason', 'I-39', () => ({
    broker: wrongReports(report =>
      'reason' in report ? [{...report, reason: `${report.reason} ${CREDENTIALS.apiSecret}`}] : [report],
    ),
  })),
  bug('a cancelled order is called dead', 'I-19', () => ({
    engine: wrongEngine({
      after: (state, input) => {
        const last = state.closedOrders.at(-1);
        if (input.type === 'OrderCanceled' && last?.intent.clientOrderId === input.data.clientOrderId)
          last.status = 'DEAD';
      },
    }),
  })),
  bug('a halt forgets an order', 'I-34', () => ({
    engine: wrongEngine({
      before: (state, input) => {
        if (input.type !== 'OperatorCommanded') return;
        for (const order of state.orders.values())
          if (order.intent.purpose === 'stop') hidden.set(order.intent.clientOrderId, order);
        for (const id of hidden.keys()) state.orders.delete(id);
      },
      after: state => {
        for (const [id, order] of hidden) state.orders.set(id, order);
        hidden.clear();
      },
    }),
  })),
];

const hidden = new Map();
