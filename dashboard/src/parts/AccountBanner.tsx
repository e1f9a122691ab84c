import type {ReactNode} from 'react';
import {accountTrouble} from '../../../core/domain/sentences.ts';
import {useBot} from '../context.ts';

/** Stands while the bot cannot vouch that its books are the venue's. */
export const AccountBanner = (): ReactNode => {
  const trouble = useBot(({state}) => (state === null ? null : accountTrouble(state.account)));
  if (trouble === null) return null;

  return (
    <div className="link-banner" role="status">
      <strong>Account not reconciled</strong>: {trouble}. Nothing is opened until the books agree; stops and exits still
      work.
    </div>
  );
};
