import {useEffect, useState} from 'react';
import type {EnvelopeOf} from '../../core/domain/Event.ts';
import {ApiError, fetchDecisions} from './api.ts';
import {useBot} from './context.ts';

type Line = EnvelopeOf<'DecisionMade'>;
type Found = {readonly seq: number; readonly line: Line | null; readonly error: string | null};

/** One decision by its seq: from the state where it is recent, else from the bot's journal. */
export const useDecision = (seq: number): {readonly line: Line | null; readonly error: string | null} => {
  const recent = useBot(({state}) => state?.decisions.find(line => line.seq === seq) ?? null);
  const [found, setFound] = useState<Found | null>(null);
  const isMissing = recent === null && found?.seq !== seq;

  useEffect(() => {
    if (!isMissing) return;
    void fetchDecisions(seq + 1, 1).then(
      ([line]) => setFound({seq, line: line?.seq === seq ? line : null, error: absent(line, seq)}),
      (error: unknown) => setFound({seq, line: null, error: error instanceof ApiError ? error.message : String(error)}),
    );
  }, [seq, isMissing]);

  if (recent !== null) return {line: recent, error: null};

  return found?.seq === seq ? found : {line: null, error: null};
};

const absent = (line: Line | undefined, seq: number): string | null =>
  line?.seq === seq ? null : `Line ${seq} is not a decision of this journal.`;
