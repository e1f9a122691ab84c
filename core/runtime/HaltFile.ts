import {existsSync, lstatSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

/** A file whose mere presence halts trading: `touch data/HALT` works when nothing else does. */
export class HaltFile {
  readonly path: string;

  constructor(dataDir: string) {
    this.path = join(dataDir, 'HALT');
  }

  /** True when it is there, and also when nobody can tell: a kill switch that cannot be read counts as pulled. */
  get isPulled(): boolean {
    try {
      return lstatSync(this.path, {throwIfNoEntry: false}) !== undefined;
    } catch (error) {
      return error instanceof Error;
    }
  }

  /** Leaves a halt for the next start of a bot that does not answer. Returns false when it lay there already. */
  pull(reason: string): boolean {
    if (existsSync(this.path)) return false;
    writeFileSync(this.path, `${reason}\n`);

    return true;
  }
}
