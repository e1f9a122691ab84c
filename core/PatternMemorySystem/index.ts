import {join} from 'node:path';
import {encodePattern, SHAPE_BARS, SHAPE_LENGTH} from '../brain/encodePattern.ts';
import {PATTERN_FORMAT, type PatternFile} from '../brain/patternFormat.ts';
import {PatternMemorySystem} from '../brain/PatternMemorySystem.ts';
import {DataDirectoryLock, DataDirectoryLocked} from '../runtime/DataDirectoryLock.ts';
import {formatPatternFile, PatternMemoryFile} from '../runtime/PatternMemoryFile.ts';
import {writeAtomicallySync} from '../runtime/writeAtomically.ts';

/** Pattern memory for `require('./core/PatternMemorySystem')`, with a self-test that shows whether it can be saved. */
class PatternMemorySystemDoor extends PatternMemorySystem {
  /**
   * Writes a test pattern to `<directory>/pattern-memory.json` beside what is there, reads it back and returns the path. While a
   * bot runs on the directory the file is the bot's: then it is `pattern-memory.selftest.json`. Throws when the round trip
   * fails, or when the file that is there is unreadable.
   */
  saveTestPattern(directory = 'data'): string {
    const lock = tryLock(directory);
    const name = lock === null ? 'pattern-memory.selftest.json' : 'pattern-memory.json';
    try {
      return roundTrip(join(directory, name), this);
    } finally {
      lock?.release();
    }
  }
}

const tryLock = (directory: string): DataDirectoryLock | null => {
  try {
    return DataDirectoryLock.acquire({directory, port: 0, since: Date.now()});
  } catch (error) {
    if (error instanceof DataDirectoryLocked) return null;
    throw error;
  }
};

const roundTrip = (path: string, memory: PatternMemorySystem): string => {
  const file = new PatternMemoryFile(path);
  const selfTest = testPattern();
  const fresh: PatternFile = {format: PATTERN_FORMAT, journal: '', memory: memory.snapshot(), selfTest};
  writeAtomicallySync(file.path, formatPatternFile({...(readFile(file) ?? fresh), selfTest}));
  const read = readFile(file)?.selfTest ?? [];
  if (selfTest.some((feature, index) => feature !== read[index])) {
    throw new Error(`"${file.path}" gave back "${read.join(' ')}"; expected "${selfTest.join(' ')}".`);
  }

  return file.path;
};

const readFile = (file: PatternMemoryFile): PatternFile | null => {
  const found = file.read(Date.now());
  if (found.status === 'unreadable') {
    throw new Error(`"${file.path}" is unreadable: ${found.problem} It is kept as "${found.keptAs ?? file.path}".`);
  }

  return found.status === 'ready' ? found.file : null;
};

/** A shape that rises in a straight line. */
const testPattern = (): readonly number[] => {
  const features = new Float64Array(SHAPE_LENGTH);
  const candles = Array.from({length: SHAPE_BARS}, (_, index) => {
    const open = 100 + index;

    return {time: index * 60_000, open, high: open + 1.5, low: open - 0.5, close: open + 1, volume: 1};
  });
  encodePattern(candles, features);

  return Array.from(features);
};

// `require` of an ES module hands out the export of this name.
export {PatternMemorySystemDoor as 'module.exports'};
