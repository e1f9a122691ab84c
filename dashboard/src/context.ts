import {createContext, useContext, useSyncExternalStore} from 'react';
import type {Timeframe} from '../../core/domain/Candle.ts';
import type {Preferences} from './preferences.ts';
import type {Bot, Store} from './store.ts';

/** What the viewer looks at, and how to look elsewhere. */
export type View = {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  /** Which of the lists below the chart. */
  readonly tab: string;
  readonly preferences: Preferences;
  readonly choose: (change: Partial<Pick<View, 'symbol' | 'timeframe' | 'tab' | 'preferences'>>) => void;
  /** Opens the drawer with everything behind one decision. */
  readonly explain: (decision: number) => void;
};

export const StoreContext = createContext<Store | null>(null);
export const ViewContext = createContext<View | null>(null);

const present = <T>(value: T | null, name: string): T => {
  if (value === null) throw new Error(`${name} is missing: render inside App.`);

  return value;
};

export const useStore = (): Store => present(useContext(StoreContext), 'StoreContext');
export const useView = (): View => present(useContext(ViewContext), 'ViewContext');

/** Reads through `select` at every paint of the store. The bot changes in place: select values, or draw at once. */
export const useBot = <T>(select: (bot: Bot) => T): T => {
  const store = useStore();
  useSyncExternalStore(store.subscribe, store.version);

  return select(store.bot);
};
