import type {Verb} from '../Verb.ts';

/** The register of the verbs; each is loaded when it is called, so that the quick ones stay quick. */
export const VERBS: Readonly<Record<string, () => Promise<Verb>>> = {
  start: async () => (await import('./start.ts')).start,
  status: async () => (await import('./status.ts')).status,
  stop: async () => (await import('./stop.ts')).stop,
  doctor: async () => (await import('./doctor.ts')).doctor,
  health: async () => (await import('./health.ts')).health,
  backtest: async () => (await import('./backtest.ts')).backtest,
  report: async () => (await import('./report.ts')).report,
  verify: async () => (await import('./verify.ts')).verify,
  tune: async () => (await import('./tune.ts')).tune,
  promote: async () => (await import('./promote.ts')).promote,
  replay: async () => (await import('./replay.ts')).replay,
  parity: async () => (await import('./parity.ts')).parity,
  explain: async () => (await import('./explain.ts')).explain,
  indicators: async () => (await import('./indicators.ts')).indicators,
  halt: async () => (await import('./halt.ts')).halt,
  resume: async () => (await import('./resume.ts')).resume,
  flatten: async () => (await import('./flatten.ts')).flatten,
  'write-off': async () => (await import('./writeOff.ts')).writeOff,
  data: async () => (await import('./data.ts')).data,
  config: async () => (await import('./config.ts')).config,
  patterns: async () => (await import('./patterns.ts')).patterns,
  simulator: async () => (await import('./simulator.ts')).simulator,
};
