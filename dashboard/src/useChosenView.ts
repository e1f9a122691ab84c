import {useEffect, useMemo, useState} from 'react';
import type {Timeframe} from '../../core/domain/Candle.ts';
import {type View, useBot} from './context.ts';
import {applyPreferences, keepPreferences, readPreferences} from './preferences.ts';
import {TABS} from './tabs/index.ts';

type Choice = {readonly symbol: string | null; readonly timeframe: Timeframe | null; readonly tab: string};

/** The viewer's choices; until one is made, the first market and the timeframe that the brain decides on. */
export const useChosenView = (explain: (decision: number) => void): View => {
  const [choice, setChoice] = useState<Choice>({symbol: null, timeframe: null, tab: TABS[0]?.id ?? ''});
  const [preferences, setPreferences] = useState(readPreferences);
  const firstSymbol = useBot(({meta}) => meta?.symbols[0] ?? '');
  const decided = useBot(({state, meta}) => state?.settings?.timeframe ?? meta?.timeframe ?? '1m');

  useEffect(() => {
    const media = matchMedia('(prefers-color-scheme: light)');
    // A new object, so that what reads colours from the style sheet reads them again.
    const again = (): void => {
      applyPreferences(preferences);
      setPreferences({...preferences});
    };
    media.addEventListener('change', again);

    return () => media.removeEventListener('change', again);
  }, [preferences]);

  return useMemo(
    () => ({
      symbol: choice.symbol ?? firstSymbol,
      timeframe: choice.timeframe ?? decided,
      tab: choice.tab,
      preferences,
      explain,
      choose: change => {
        const {preferences: chosen, ...place} = change;
        setChoice(before => ({...before, ...place}));
        if (chosen === undefined) return;
        // Before the paint: the chart reads its colours from the style sheet.
        applyPreferences(chosen);
        keepPreferences(chosen);
        setPreferences(chosen);
      },
    }),
    [choice, firstSymbol, decided, preferences, explain],
  );
};
