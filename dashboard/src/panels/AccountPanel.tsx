import type {ReactNode} from 'react';
import {toText, ZERO} from '../../../core/domain/Decimal.ts';
import type {State} from '../../../core/kernel/evolve.ts';
import {useBot} from '../context.ts';
import {accountFigures} from '../figures.ts';
import {money, percent, signedMoney, signedPercent} from '../format.ts';
import {Delta} from '../parts/Delta.tsx';
import {type Fact, Facts} from '../parts/Facts.tsx';
import {Panel} from '../parts/Panel.tsx';
import {useLinkStatus} from '../useStatus.ts';

/** What the account is worth, and what of it is at stake. */
export const AccountPanel = (): ReactNode => {
  const state = useBot(bot => bot.state);
  const currency = state?.settings?.accountCurrency ?? '';
  const empty = state?.settings === null ? 'The account opens when the first run starts.' : null;

  return (
    <Panel id="account" title="Account" status={useLinkStatus()} empty={empty} aside={currency}>
      {state !== null && <Account state={state} />}
    </Panel>
  );
};

const Account = ({state}: {state: Readonly<State>}): ReactNode => {
  const figures = accountFigures(state);

  return (
    <>
      <p className="headline">
        <span className="equity" data-testid="equity">
          {money(figures.equity)}
        </span>
        <Delta value={figures.dayChange}>
          {signedMoney(figures.dayChange)} {signedPercent(figures.dayShare)}
        </Delta>
        <span className="muted">today</span>
      </p>
      <Facts
        facts={[
          {label: 'Cash', value: money(figures.cash)},
          {label: 'Exposure', value: money(figures.exposure), note: percent(figures.exposureShare)},
          {label: 'Open risk', value: money(figures.openRisk), note: percent(figures.openRiskShare, 2)},
          {label: 'Fees paid', value: money(figures.fees)},
          ...othersOf(state),
        ]}
      />
    </>
  );
};

/** What is in the account and not ours; nothing where there is nothing. */
const othersOf = ({baseline, account}: Readonly<State>): readonly Fact[] => {
  const holdings = [...(baseline ?? [])].filter(([, total]) => total !== ZERO);
  const orders = account.foreign.length;

  return [
    ...holdings.map(([asset, total]) => ({label: 'Not ours', value: `${toText(total)} ${asset}`})),
    ...(orders === 0 ? [] : [{label: 'Orders of others', value: String(orders)}]),
  ];
};
