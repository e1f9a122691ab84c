import {emptyState, evolve} from '../../kernel/evolve.ts';
import {CandleStore} from '../CandleStore.ts';
import {nodeDisk} from '../journal/nodeDisk.ts';
import {readSegmentStart} from '../journal/readSegmentStart.ts';
import {loadTraiBrain} from '../loadTraiBrain.ts';
import {makeMind} from '../makeMind.ts';
import {journalDirectory} from '../openBooks.ts';
import {readLines} from '../readLines.ts';
import type {FoldSetup} from './Checkpoint.ts';
import {writeCheckpoint} from './checkpointFile.ts';
import {findCheckpoint} from './findCheckpoint.ts';
import {foldKey} from './foldKey.ts';

/**
 * Folds the journal up to the last line of a full segment, from the checkpoint before it where there is one, and writes
 * down what a bot knows then. It reads segments that nobody writes any more, so it may run beside the bot.
 * Rejects, with nothing written, where the journal has no segment that ends there, or the brain fails on a line: a bot that
 * starts must meet that line itself.
 */
export const makeCheckpoint = async (setup: FoldSetup, lastSeq: number): Promise<void> => {
  const {dataDir, settings, symbols, base} = setup;
  const directory = journalDirectory(dataDir);
  const position = await readSegmentStart(nodeDisk, directory, lastSeq + 1);
  if (position === null) throw new Error(`No segment of "${directory}" ends with line ${lastSeq}.`);
  const {checkpoint} = await findCheckpoint(setup);
  const state = checkpoint?.state() ?? emptyState();
  const candles = new CandleStore(base);
  const {brain} = makeMind(settings, symbols, loadTraiBrain());
  if (checkpoint !== null) {
    brain.restore(checkpoint.brain);
    candles.restore(checkpoint.candles);
  }

  for await (const line of readLines(directory, {fromSeq: state.seq + 1})) {
    if (line.seq > lastSeq) break;
    evolve(state, line);
    brain.observe(line);
    if (line.type === 'CandleClosed') candles.add(line.data.symbol, line.data.timeframe, line.data.candle);
  }
  if (state.seq !== lastSeq) throw new Error(`"${directory}" gave lines up to ${state.seq}, expected ${lastSeq}.`);

  await writeCheckpoint(dataDir, foldKey(setup), {
    position,
    state,
    brain: brain.snapshot(),
    candles: candles.snapshot(),
  });
};
