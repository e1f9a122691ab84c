import {type ReactNode, useState} from 'react';
import {StoreContext, useBot, ViewContext} from './context.ts';
import {AccountBanner} from './parts/AccountBanner.tsx';
import {AlarmBanner} from './parts/AlarmBanner.tsx';
import {CommandPalette} from './parts/CommandPalette.tsx';
import {DecisionDrawer} from './parts/DecisionDrawer.tsx';
import {HaltBanner} from './parts/HaltBanner.tsx';
import {HaltControl} from './parts/HaltControl.tsx';
import {LinkBanner} from './parts/LinkBanner.tsx';
import {Lights} from './parts/Lights.tsx';
import {MarketSwitch} from './parts/MarketSwitch.tsx';
import {ModeBand} from './parts/ModeBand.tsx';
import {PreferencesMenu} from './parts/PreferencesMenu.tsx';
import {modeOf} from './mode.ts';
import {PANELS} from './panels/index.ts';
import type {Store} from './store.ts';
import {useChosenView} from './useChosenView.ts';
import {useCommand} from './useCommand.ts';

/** The page: who trades with what money on top, the market on the left, the account on the right. */
export const App = ({store}: {store: Store}): ReactNode => (
  <StoreContext value={store}>
    <Screen />
  </StoreContext>
);

const Screen = (): ReactNode => {
  const [decision, setDecision] = useState<number | null>(null);
  const view = useChosenView(setDecision);
  const command = useCommand();
  const [isMenuOpen, setMenuOpen] = useState(false);
  const mode = useBot(modeOf);
  const trading = useBot(({state}) => state?.trading.state ?? 'ACTIVE');

  return (
    <ViewContext value={view}>
      <div className="app" data-mode={mode.kind} data-trading={trading}>
        <header className="top">
          <ModeBand mode={mode} />
          <HaltControl command={command} isOpen={isMenuOpen} setOpen={setMenuOpen} />
        </header>
        <div className="banners">
          <LinkBanner />
          <AccountBanner />
          <HaltBanner />
          <AlarmBanner />
        </div>
        <nav className="bar" aria-label="Market and freshness">
          <MarketSwitch />
          <Lights />
          <div className="tools">
            <CommandPalette halt={() => void command.send('halt')} openCommands={() => setMenuOpen(true)} />
            <PreferencesMenu />
          </div>
        </nav>
        <main className="main">{panelsOf('main')}</main>
        <aside className="side" aria-label="Account and risk">
          {panelsOf('side')}
        </aside>
        <DecisionDrawer seq={decision} onClose={() => setDecision(null)} />
      </div>
    </ViewContext>
  );
};

const panelsOf = (place: 'main' | 'side'): ReactNode =>
  PANELS.filter(panel => panel.place === place).map(({id, Panel}) => <Panel key={id} />);
