import type {ReactNode} from 'react';
import {DecisionsTab} from './DecisionsTab.tsx';
import {LogTab} from './LogTab.tsx';
import {OrdersTab} from './OrdersTab.tsx';
import {TradesTab} from './TradesTab.tsx';

export type TabDefinition = {readonly id: string; readonly title: string; readonly Tab: () => ReactNode};

/** The register: the lists below the chart. */
export const TABS: readonly TabDefinition[] = [
  {id: 'decisions', title: 'Decisions', Tab: DecisionsTab},
  {id: 'orders', title: 'Orders', Tab: OrdersTab},
  {id: 'trades', title: 'Trades', Tab: TradesTab},
  {id: 'log', title: 'Log', Tab: LogTab},
];
