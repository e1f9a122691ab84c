import type {PatternMemorySystem} from '../../brain/PatternMemorySystem.ts';
import type {InputDraft} from '../../domain/Event.ts';
import type {Logger} from '../log.ts';
import {PatternMemoryFile, type PatternFileStatus} from '../PatternMemoryFile.ts';

type Options = {
  readonly path: string;
  readonly memory: PatternMemorySystem;
  readonly journalId: string;
  readonly log: Logger;
};

/** Keeps `data/pattern-memory.json` in step with the memory, which itself is a fold of the journal. */
export class MemoryKeeper {
  readonly #options: Options;
  readonly #file: PatternMemoryFile;
  #found: PatternFileStatus = {status: 'absent'};
  #isNewJournal = false;
  #savedSeq = -1;

  constructor(options: Options) {
    this.#options = options;
    this.#file = new PatternMemoryFile(options.path);
  }

  /** Looks at the file before the run begins; `lastSeq` is where the journal ends. */
  open(lastSeq: number, now: number): void {
    this.#found = this.#file.read(now);
    this.#isNewJournal = lastSeq === 0;
    if (this.#found.status !== 'unreadable') return;
    const {problem, keptAs} = this.#found;
    const outcome = this.#isNewJournal ? 'the brain will not enter trades' : 'memory was rebuilt from the journal';
    this.#options.log.error({path: this.#file.path, problem, keptAs}, `Pattern memory is unreadable: ${outcome}.`);
  }

  /**
   * An unreadable file with no journal to rebuild it from is a loss: the brain fails closed.
   * With a journal nothing is lost, because memory is its fold.
   */
  get status(): 'ready' | 'disabled' | 'unreadable' {
    if (!this.#options.memory.isEnabled) return 'disabled';

    return this.#found.status === 'unreadable' && this.#isNewJournal ? 'unreadable' : 'ready';
  }

  /** What a file of another journal remembers, for a journal that has just begun. */
  import(): InputDraft | null {
    if (!this.#isNewJournal || this.#found.status !== 'ready') return null;
    const {file} = this.#found;
    if (file.memory.markets.length === 0 || file.journal === this.#options.journalId) return null;

    return {type: 'PatternsImported', data: {source: `journal ${file.journal}`, memory: file.memory}};
  }

  /** Writes the file when the memory has moved on. A disk that refuses is reported; the journal holds the truth. */
  async save(): Promise<void> {
    const {memory, journalId, log} = this.#options;
    if (this.status === 'unreadable' || memory.seq === this.#savedSeq) return;
    this.#savedSeq = memory.seq;
    try {
      await this.#file.write(journalId, memory.snapshot());
    } catch (error) {
      log.error({err: error, path: this.#file.path}, 'Pattern memory could not be written.');
    }
  }
}
