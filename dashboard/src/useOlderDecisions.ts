import {useCallback, useState} from 'react';
import type {EnvelopeOf} from '../../core/domain/Event.ts';
import {ApiError, fetchDecisions} from './api.ts';

type Line = EnvelopeOf<'DecisionMade'>;
type Older = {
  readonly lines: readonly Line[];
  readonly isLoading: boolean;
  readonly isComplete: boolean;
  readonly error: string | null;
};

const PAGE = 100;
const MAX_LINES = 1_000;

/** Reads decisions that the hot state no longer holds, a page at a time, newest first. */
export const useOlderDecisions = () => {
  const [older, setOlder] = useState<Older>({lines: [], isLoading: false, isComplete: false, error: null});

  const load = useCallback((before: number): void => {
    setOlder(known => ({...known, isLoading: true, error: null}));
    void fetchDecisions(before, PAGE).then(
      lines => setOlder(known => append(known, lines)),
      (error: unknown) => setOlder(known => ({...known, isLoading: false, error: textOf(error)})),
    );
  }, []);

  return {...older, load};
};

const append = ({lines: known}: Older, lines: readonly Line[]): Older => {
  const all = [...known, ...lines].slice(0, MAX_LINES);

  return {lines: all, isLoading: false, isComplete: lines.length < PAGE || all.length >= MAX_LINES, error: null};
};

const textOf = (error: unknown): string => (error instanceof ApiError ? error.message : String(error));
