import type {ReactNode} from 'react';
import {absolute, negate, toNumber} from '../../../core/domain/Decimal.ts';
import {type Position, type Protection, protectionOf, type State} from '../../../core/kernel/evolve.ts';
import {useBot, useView} from '../context.ts';
import {positionFigures} from '../figures.ts';
import {age, digitsOf, fixed, quantity, signed, signedMoney, signedPercent} from '../format.ts';
import {Delta} from '../parts/Delta.tsx';
import {type Fact, Facts} from '../parts/Facts.tsx';
import {Panel} from '../parts/Panel.tsx';
import {useMarketStatus} from '../useStatus.ts';

/** The open positions: what they make, where they end, and why they were opened. */
export const PositionPanel = (): ReactNode => {
  const state = useBot(bot => bot.state);
  const {symbol} = useView();
  const positions = state === null ? [] : openPositions(state, symbol);
  const isEmpty = state !== null && positions.length === 0;

  return (
    <Panel
      id="position"
      title="Position"
      status={useMarketStatus()}
      empty={isEmpty ? 'Flat. The next entry that fills opens a position here.' : null}
      aside={positions.length > 1 ? `${positions.length} open` : null}
    >
      {state !== null &&
        positions.map((position, index) => {
          const Shown = index === 0 ? OnePosition : OtherPosition;
          return <Shown key={position.symbol} state={state} position={position} />;
        })}
    </Panel>
  );
};

/** The chosen market's first. */
const openPositions = (state: Readonly<State>, symbol: string): readonly Position[] =>
  [...state.positions.values()]
    .filter(({quantity: held}) => held !== 0n)
    .sort((a, b) => Number(b.symbol === symbol) - Number(a.symbol === symbol));

type OneProps = {readonly state: Readonly<State>; readonly position: Readonly<Position>};

const OnePosition = ({state, position}: OneProps): ReactNode => {
  const {explain} = useView();
  const {entry, net} = positionFigures(state, position);
  const digits = priceDigits(state, position.symbol);
  const side = position.quantity > 0n ? 'long' : 'short';

  return (
    <div className="position">
      <p className="headline">
        <span className="strong">
          {side} {quantity(absolute(position.quantity))}
        </span>
        <span className="muted">
          {position.symbol} @ {fixed(entry, digits)}
        </span>
        <Delta value={net}>
          <span className="strong">{signedMoney(net)}</span>
        </Delta>
      </p>
      <Facts facts={factsOf(state, position)} />
      <p className="position-foot">
        <span className="muted">
          {position.strategy}
          {position.exiting !== null && ` · leaving: ${position.exiting}`}
        </span>
        <button type="button" className="link chevron" onClick={() => explain(position.decision)}>
          why
        </button>
      </p>
    </div>
  );
};

/** A line for a market that is not the chosen one; a press chooses it. */
const OtherPosition = ({state, position}: OneProps): ReactNode => {
  const {choose} = useView();
  const {entry, net, multiple} = positionFigures(state, position);
  const {symbol, quantity: held} = position;

  return (
    <button type="button" className="other-position" onClick={() => choose({symbol})}>
      <span>
        {held > 0n ? 'long' : 'short'} {quantity(absolute(held))}{' '}
        <span className="muted">
          {symbol} @ {fixed(entry, priceDigits(state, symbol))}
        </span>
      </span>
      <span className="muted">{multiple === null ? '' : `R ${signed(multiple, 2)}`}</span>
      <Delta value={net}>{signedMoney(net)}</Delta>
    </button>
  );
};

const priceDigits = (state: Readonly<State>, symbol: string): number => {
  const tick = state.markets.get(symbol)?.market.tick;

  return tick === undefined ? 2 : digitsOf(tick);
};

const factsOf = (state: Readonly<State>, position: Readonly<Position>): readonly Fact[] => {
  const figures = positionFigures(state, position);
  const heldMs = Math.max(0, state.time - position.openedTime);
  const bars = position.levels === null ? `${position.barsHeld}` : `${position.barsHeld}/${position.levels.maxBars}`;

  return [
    {label: 'Gross', value: signedMoney(figures.gross)},
    {label: 'Fees', value: signedMoney(negate(position.fees))},
    {label: 'R', value: figures.multiple === null ? '–' : signed(figures.multiple, 2)},
    ...levelFacts(state, position, figures.last),
    {label: 'Age', value: age(heldMs), note: `${bars} bars`},
  ];
};

const PROTECTION: Readonly<Record<Protection, ReactNode>> = {
  venue: null,
  watcher: (
    <span className="warn" title="No stop rests at the venue: the bot itself closes the position at this price.">
      watched
    </span>
  ),
  none: (
    <span className="warn" title="No stop rests at the venue, and the bot does not hear the prices or the venue.">
      not protected
    </span>
  ),
};

const levelFacts = (state: Readonly<State>, position: Position, last: number | null): readonly Fact[] => {
  const {levels, symbol} = position;
  if (levels === null) return [{label: 'Stop', value: 'none: no plan of ours'}];
  const digits = priceDigits(state, symbol);
  const fact = (label: string, price: number): Fact => ({
    label,
    value: fixed(price, digits),
    note: last === null ? '' : signedPercent((price - last) / last, 2),
  });

  const stop = fact(levels.trailingDistance === null ? 'Stop' : 'Trailing', toNumber(levels.stop));
  const note = PROTECTION[protectionOf(state, position)];

  return [note === null ? stop : {...stop, note}, fact('Target', toNumber(levels.target))];
};
