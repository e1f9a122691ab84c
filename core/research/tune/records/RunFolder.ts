import {mkdirSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {hasCode} from '../../../runtime/hasCode.ts';
import {writeAtomicallySync} from '../../../runtime/writeAtomically.ts';
import type {Trial} from '../Trial.ts';
import {checkProvenance} from './provenance.ts';
import {appendSealed, readSealed} from './sealedLines.ts';
import type {StudyRecord, StudyResult} from './StudyResult.ts';

const runsFolder = (dataDir: string): string => join(dataDir, 'tuning', 'runs');

/** Ids of all studies in a data directory, sorted by name. */
export const listRuns = (dataDir: string): readonly string[] => {
  try {
    return readdirSync(runsFolder(dataDir)).toSorted();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
};

/** The files of one study: what was asked, each trial, and, once it is judged, the gates, the report and where it all comes from. */
export class RunFolder {
  readonly id: string;
  readonly #path: string;

  constructor(dataDir: string, id: string) {
    this.id = id;
    this.#path = join(runsFolder(dataDir), id);
  }

  get reportPath(): string {
    return join(this.#path, 'report.md');
  }

  begin(record: StudyRecord): void {
    mkdirSync(this.#path, {recursive: true});
    this.#write('study.json', record);
  }

  /** Trials that were made before an interruption: as many as follow one another from the first. */
  trials(): readonly Trial[] {
    // A sealed line is what `addTrial` wrote.
    const lines = readSealed(join(this.#path, 'trials.jsonl')) as readonly Trial[];
    const byIndex = new Map(lines.map(trial => [trial.index, trial]));
    const whole: Trial[] = [];
    for (let next = byIndex.get(0); next !== undefined; next = byIndex.get(whole.length)) whole.push(next);

    return whole;
  }

  /** Durable when it returns. */
  addTrial(trial: Trial): void {
    appendSealed(join(this.#path, 'trials.jsonl'), [trial]);
  }

  /** Writes the end of a study. @throws Error unless the result says where it comes from. */
  finish(result: StudyResult, report: string): void {
    const provenance = checkProvenance(result.provenance);
    this.#write('provenance.json', provenance);
    writeAtomicallySync(this.reportPath, report);
    // Last: a study is finished once this file is there.
    this.#write('gates.json', result);
  }

  /** What the study came to; null while it is under way. */
  result(): StudyResult | null {
    const result = this.#read('gates.json');
    if (result === null) return null;
    checkProvenance(typeof result === 'object' && 'provenance' in result ? result.provenance : null);

    return result as StudyResult;
  }

  /** What was asked; null where there is no such study. */
  record(): StudyRecord | null {
    return this.#read('study.json') as StudyRecord | null;
  }

  #write(name: string, value: object): void {
    writeAtomicallySync(join(this.#path, name), `${JSON.stringify(value, null, 2)}\n`);
  }

  #read(name: string): object | null {
    try {
      return JSON.parse(readFileSync(join(this.#path, name), 'utf8')) as object;
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return null;
      throw error;
    }
  }
}
