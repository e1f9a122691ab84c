import {type AnyEnvelope, isInput} from '../../core/domain/Event.ts';
import {openJournal} from '../../core/runtime/journal/openJournal.ts';

/** The lines as a journal on disk, each input with what was derived from it as one step. */
export const keepLines = async (
  directory: string,
  lines: readonly AnyEnvelope[],
  {segmentLimitBytes, journalId = '0011223344556677'}: {segmentLimitBytes?: number; journalId?: string} = {},
): Promise<void> => {
  const {journal} = await openJournal({
    directory,
    journalId,
    onEnvelope: () => undefined,
    ...(segmentLimitBytes === undefined ? {} : {segmentLimitBytes}),
  });
  const step: AnyEnvelope[] = [];
  for (const line of lines) {
    if (isInput(line) && step.length > 0) journal.append(step.splice(0));
    step.push(line);
  }
  journal.append(step);
  await journal.close();
};
