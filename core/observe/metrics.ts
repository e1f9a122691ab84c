import {Counter, collectDefaultMetrics, Gauge, Histogram, Registry} from 'prom-client';

/** Bounds of journal commits, s: an fdatasync takes from a tenth of a millisecond to, on a sick disk, seconds. */
const COMMIT_BUCKETS = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3];
/** Bounds of the time until a stop rests, s: a round trip, or several where answers get lost. */
const STOP_BUCKETS = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 2, 5, 10, 30];
/** Bounds of one trading turn, s. */
const TURN_BUCKETS = [0.00001, 0.00003, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.1];

/** What the bot counts and measures, as `GET /metrics` shows it. Names are `ogz_<area>_<what>_<unit>`. */
export const createMetrics = () => {
  const registry = new Registry();
  const counter = <Label extends string = never>(name: string, help: string, ...labelNames: Label[]): Counter<Label> =>
    new Counter({name: `ogz_${name}`, help, labelNames, registers: [registry]});
  const gauge = <Label extends string = never>(name: string, help: string, ...labelNames: Label[]): Gauge<Label> =>
    new Gauge({name: `ogz_${name}`, help, labelNames, registers: [registry]});
  const histogram = (name: string, help: string, buckets: number[]): Histogram =>
    new Histogram({name: `ogz_${name}`, help, buckets, registers: [registry]});

  return {
    registry,
    singletonsBuilt: counter(
      'runtime_singletons_built_total',
      'How often each resource-heavy part was built; 1 is right.',
      'name',
    ),
    staticBrainLoads: counter('trai_static_brain_loads_total', "How often TRAI's static brain was loaded; 1 is right."),
    events: counter('journal_events_total', 'Journal lines by type.', 'type'),
    commitSeconds: histogram('journal_commit_seconds', 'Time until a group of lines was durable.', COMMIT_BUCKETS),
    turnSeconds: histogram('kernel_turn_seconds', 'Time from an input to its last answer.', TURN_BUCKETS),
    journalSeq: gauge('journal_seq_lines', 'Number of the last journal line.'),
    startLines: gauge(
      'journal_start_lines',
      'Journal lines that the start read, after its checkpoint if there was one.',
    ),
    denials: counter('risk_denials_total', 'Orders that we refused ourselves.', 'code'),
    trades: counter('trading_trades_total', 'Closed trades by how they ended.', 'exit'),
    orders: gauge('trading_orders_count', 'Orders that the state knows, by status.', 'status'),
    positions: gauge('trading_positions_count', 'Open positions.'),
    equity: gauge('trading_equity_currency', 'Equity in the account currency.'),
    drawdown: gauge('trading_drawdown_ratio', 'Fall of equity from its peak, 0 to 1.'),
    halted: gauge('trading_halted_flag', '1 while trading is halted.'),
    naked: gauge(
      'risk_naked_seconds',
      'Longest present time of a position without a stop at the venue and without a watcher.',
    ),
    stopSeconds: histogram(
      'risk_stop_seconds',
      'Time from the first fill of a position to its stop at the venue.',
      STOP_BUCKETS,
    ),
    feedAge: gauge('feed_age_seconds', 'Time since the last price.', 'symbol'),
    loopLagP99: gauge('runtime_loop_lag_p99_seconds', 'Delay of the event loop, 99th percentile of the last window.'),
    heapUsed: gauge('runtime_heap_used_bytes', 'Heap in use.'),
    clients: gauge('server_clients_count', 'Dashboards that are connected.'),
    httpRequests: counter('server_requests_total', 'HTTP requests by route and status.', 'route', 'status'),
    errors: counter('runtime_errors_total', 'Failures that were caught, by room.', 'room'),
  };
};

export type Metrics = ReturnType<typeof createMetrics>;

/** Adds Node's own metrics, which start an observer that lives as long as the process. */
export const addProcessMetrics = (metrics: Metrics): void => {
  collectDefaultMetrics({register: metrics.registry, prefix: 'ogz_process_'});
};
