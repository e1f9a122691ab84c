import type {Envelope} from '../../domain/Envelope.ts';
import type {Disk} from './Disk.ts';
import {JournalScan} from './JournalScan.ts';
import {nodeDisk} from './nodeDisk.ts';

type Selection = {
  readonly fromSeq?: number;
  /** All types where absent. */
  readonly types?: readonly string[];
  readonly disk?: Disk;
};

/**
 * Yields the envelopes of a journal directory in order, without opening it for writing; safe while a bot writes there.
 *
 * Ends at the last whole step. Throws JournalDamaged, after the envelopes before the damage were yielded. Segments
 * before the one with `fromSeq` are not read, so neither are they proven.
 */
export async function* readEnvelopes(
  directory: string,
  {fromSeq = 0, types, disk = nodeDisk}: Selection = {},
): AsyncGenerator<Envelope> {
  const wanted = types === undefined ? undefined : new Set(types);
  for await (const batch of new JournalScan({disk, directory, fromSeq}).batches()) {
    for (const envelope of batch) {
      if (envelope.seq >= fromSeq && (wanted === undefined || wanted.has(envelope.type))) yield envelope;
    }
  }
}
