import {decodeExact} from '../../core/domain/codec.ts';
import {evolve, type State} from '../../core/kernel/evolve.ts';
import type {Frame, Snapshot} from '../../core/server/protocol.ts';

/** `gap`: a line is missing, ask for a snapshot. `waiting`: nothing is folded until that snapshot comes. */
export type FoldResult = 'folded' | 'gap' | 'waiting';

/** The page's copy of the bot: the same lines folded by the same function, so that screen and bot can not disagree. */
export class Replica {
  #state: State | null = null;
  #isWaiting = true;

  /** Changes in place: read it anew after every fold. Null before the first snapshot. */
  get state(): Readonly<State> | null {
    return this.#state;
  }

  load(snapshot: Snapshot): void {
    this.#state = decodeExact(snapshot.state) as State;
    this.#isWaiting = false;
  }

  /** Folds every line that is new, in order. Lines that the snapshot holds already are skipped. */
  fold({envelopes}: Frame): FoldResult {
    const state = this.#state;
    if (state === null || this.#isWaiting) return 'waiting';

    for (const envelope of envelopes) {
      if (envelope.seq <= state.seq) continue;
      if (envelope.seq !== state.seq + 1) return this.#refuse();
      evolve(state, envelope);
    }

    return 'folded';
  }

  #refuse(): FoldResult {
    this.#isWaiting = true;

    return 'gap';
  }
}
