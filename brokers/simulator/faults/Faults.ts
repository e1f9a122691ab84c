import type {CallFault, Fault, FrameFault, FrameKind, VenueFault} from './Fault.ts';
import {FAULT_RULES} from './faultRules.ts';
import {FaultScriptRefused, problemsOf} from './readFaults.ts';

/** A fault that struck. */
export type Struck = {
  readonly fault: Fault /** Ms since the start. */;
  readonly elapsedMs: number;
  readonly where: string;
};

type Pending = {readonly fault: Fault; readonly addedAt: number; seen: number; struck: number};

const FRAME_KINDS = {'duplicate-execution': 'fill', 'checksum-error': 'book', 'trade-gap': 'trade'} as const;

/** The script of what goes wrong at the simulated venue: says at each call, frame and moment which faults strike. */
export class Faults {
  /** All that struck, in order. */
  readonly struck: Struck[] = [];
  readonly #pending = new Set<Pending>();
  readonly #elapsed: () => number;

  constructor(elapsed: () => number, script: readonly Fault[] = []) {
    this.#elapsed = elapsed;
    for (const fault of script) this.add(fault);
  }

  /** Throws FaultScriptRefused on a fault that does not fit the rules. */
  add(fault: Fault): void {
    const problems = problemsOf(fault);
    if (problems.length > 0) throw new FaultScriptRefused(problems);
    this.#pending.add({fault, addedAt: this.#elapsed(), seen: 0, struck: 0});
  }

  /** Forgets what has not struck yet. */
  clear(): void {
    this.#pending.clear();
  }

  /** Faults that strike at this call. */
  atCall(call: string): {readonly call: readonly CallFault[]; readonly venue: readonly VenueFault[]} {
    const due = this.#count(({fault}) => fault.call === call, call);

    return {call: due.filter(isCallFault), venue: due.filter(isVenueFault)};
  }

  /** Faults that strike at this frame. */
  atFrame(kind: FrameKind): readonly FrameFault[] {
    if (this.#pending.size === 0) return [];

    return this.#count(({fault}) => isFrameFault(fault) && frameKindOf(fault) === kind, kind).filter(isFrameFault);
  }

  /** Faults whose time has come. */
  due(): readonly VenueFault[] {
    const now = this.#elapsed();

    return this.#strike(
      ({fault, addedAt}) => isVenueFault(fault) && fault.call === undefined && addedAt + (fault.afterMs ?? 0) <= now,
      'time',
    ).filter(isVenueFault);
  }

  #count(isMeant: (pending: Pending) => boolean, where: string): readonly Fault[] {
    const met = [...this.#pending].filter(isMeant);
    for (const pending of met) pending.seen += 1;

    return this.#strike(pending => met.includes(pending) && pending.seen >= (pending.fault.occurrence ?? 1), where);
  }

  #strike(isDue: (pending: Pending) => boolean, where: string): readonly Fault[] {
    const due = [...this.#pending].filter(isDue);
    for (const pending of due) {
      pending.struck += 1;
      if (pending.struck >= (pending.fault.times ?? 1)) this.#pending.delete(pending);
      this.struck.push({fault: pending.fault, elapsedMs: this.#elapsed(), where});
    }

    return due.map(({fault}) => fault);
  }
}

const isCallFault = (fault: Fault): fault is Fault & CallFault => FAULT_RULES[fault.name].kind === 'call';
const isFrameFault = (fault: Fault): fault is Fault & FrameFault => FAULT_RULES[fault.name].kind === 'frame';
const isVenueFault = (fault: Fault): fault is Fault & VenueFault => FAULT_RULES[fault.name].kind === 'venue';

const frameKindOf = (fault: FrameFault): FrameKind =>
  fault.name === 'sequence-gap' ? fault.channel : FRAME_KINDS[fault.name];
