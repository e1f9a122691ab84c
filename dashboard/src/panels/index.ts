import type {ReactNode} from 'react';
import {AccountPanel} from './AccountPanel.tsx';
import {EquityPanel} from './EquityPanel.tsx';
import {FunnelPanel} from './FunnelPanel.tsx';
import {LinesPanel} from './LinesPanel.tsx';
import {PatternsPanel} from './PatternsPanel.tsx';
import {PositionPanel} from './PositionPanel.tsx';
import {PricePanel} from './PricePanel.tsx';
import {RiskPanel} from './RiskPanel.tsx';

export type PanelDefinition = {
  readonly id: string;
  readonly place: 'main' | 'side';
  readonly Panel: () => ReactNode;
};

/** The register: every panel of the page, in reading order. */
export const PANELS: readonly PanelDefinition[] = [
  {id: 'price', place: 'main', Panel: PricePanel},
  {id: 'funnel', place: 'main', Panel: FunnelPanel},
  {id: 'lines', place: 'main', Panel: LinesPanel},
  {id: 'account', place: 'side', Panel: AccountPanel},
  {id: 'equity', place: 'side', Panel: EquityPanel},
  {id: 'position', place: 'side', Panel: PositionPanel},
  {id: 'risk', place: 'side', Panel: RiskPanel},
  {id: 'patterns', place: 'side', Panel: PatternsPanel},
];
