import {TIMEFRAME_MS, TIMEFRAMES} from '../../core/domain/Candle.ts';
import {useBot, useView} from './context.ts';
import {count} from './format.ts';
import {matching, type PaletteEntry, seqIn} from './palette.ts';
import {COLOURS, type Preferences, THEMES} from './preferences.ts';
import {TABS} from './tabs/index.ts';

/** What the palette does besides changing the view. */
export type PaletteActions = {
  readonly halt: () => void;
  /** Opens the menu in which flatten and resume ask first. */
  readonly openCommands: () => void;
};

/** What the palette finds: a line to explain where the query is its number, then what goes by these words. */
export const usePaletteEntries = (query: string, actions: PaletteActions): readonly PaletteEntry[] => {
  const {explain} = useView();
  const found = matching(useAllEntries(actions), query);
  const seq = seqIn(query);
  if (seq === null) return found;

  return [entry('Decision', `Explain the decision at line ${count(seq)}`, () => explain(seq)), ...found];
};

/** Decisions and trading first, then the view. */
const useAllEntries = ({halt, openCommands}: PaletteActions): readonly PaletteEntry[] => {
  const {choose, explain, preferences} = useView();
  const symbols = useBot(({meta}) => meta?.symbols ?? []);
  const base = useBot(({meta}) => meta?.timeframe ?? '1m');
  const latest = useBot(({state}) => state?.decisions.at(-1)?.seq ?? null);
  const prefer = (change: Partial<Preferences>) => () => choose({preferences: {...preferences, ...change}});

  return [
    ...(latest === null ? [] : [entry('Decision', 'Explain the latest decision', () => explain(latest))]),
    entry('Trading', 'Halt now', halt),
    entry('Trading', 'Flatten or resume…', openCommands),
    ...symbols.map(symbol => entry('Market', symbol, () => choose({symbol}))),
    ...TIMEFRAMES.filter(each => TIMEFRAME_MS[each] >= TIMEFRAME_MS[base]).map(timeframe =>
      entry('Timeframe', timeframe, () => choose({timeframe})),
    ),
    ...TABS.map(({id, title}) => entry('List', title, () => choose({tab: id}))),
    ...keysOf(THEMES).map(theme => entry('Theme', THEMES[theme], prefer({theme}))),
    ...keysOf(COLOURS).map(colours => entry('Colours', COLOURS[colours], prefer({colours}))),
  ];
};

const entry = (group: string, title: string, run: () => void): PaletteEntry => ({
  id: `palette-${group}-${title}`.replaceAll(/[^\w-]/g, '-'),
  group,
  title,
  run,
});

const keysOf = <Key extends string>(names: Readonly<Record<Key, string>>): readonly Key[] =>
  Object.keys(names) as Key[];
