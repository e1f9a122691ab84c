import type {Config} from '../../core/config/Config.ts';
import {TIMEFRAME_MS, type Timeframe} from '../../core/domain/Candle.ts';
import type {State} from '../../core/kernel/State.ts';
import {derivedJournalId} from '../../core/runtime/openBooks.ts';
import {openRecording, type Recording} from '../replay/Recording.ts';
import {ReplayMarket} from '../replay/ReplayMarket.ts';
import type {Dataset, VenueDefinition} from '../Venue.ts';
import {commonQuote, paperAccount} from './paperAccount.ts';
import {playbackSpeed} from './playbackSpeed.ts';

/** A recorded market, played again at any speed. */
export const replay: VenueDefinition = {
  name: 'replay',
  async prepare(config, configHash) {
    const recordings = await openAll(config);
    const dataset = describe(recordings);
    const {speed, kind} = config.market;
    const options = {
      recordings,
      speed: playbackSpeed(speed),
      kind: kind === 'margin' ? 'margin' : 'spot',
      seed: config.seed,
    } as const;
    const {base} = new ReplayMarket(options);
    const symbols = recordings.map(recording => recording.symbol);

    return {
      journalId: derivedJournalId(dataset.sha256, configHash),
      symbols,
      currency: commonQuote(symbols),
      base,
      delivers: deliveryOf(recordings),
      decision: decisionTimeframe(config, base),
      dataset,
      open: state => {
        const source = new ReplayMarket({...options, ...resumption(state)});

        return paperAccount({source, symbols, config, state});
      },
    };
  },
};

const openAll = async ({market}: Config): Promise<Recording[]> => {
  const recordings: Recording[] = [];
  for (const [index, path] of market.dataFiles.entries()) {
    const symbol = market.symbols[index];
    recordings.push(await openRecording({path, ...(symbol === undefined ? {} : {symbol})}));
  }

  return recordings;
};

/** @throws RangeError when files of bars and of trades are mixed. */
const deliveryOf = (recordings: readonly Recording[]): 'trades' | 'bars' => {
  const kinds = [...new Set(recordings.map(recording => recording.kind))];
  const [kind = 'bars'] = kinds;
  if (kinds.length > 1) throw new RangeError('A replay plays files of bars or of trades, not both together.');

  return kind;
};

const describe = (recordings: readonly Recording[]): Dataset => {
  const files = recordings.map(recording => recording.file);

  return {
    sha256: files.map(file => file.sha256).join(' '),
    rows: total(recordings, ({kind, file}) => (kind === 'bars' ? file.rows : file.trades.length)),
    from: Math.min(...files.map(file => file.from)),
    to: Math.max(...files.map(file => file.to)),
    gaps: total(recordings, ({kind, file}) => (kind === 'bars' ? file.gaps.count : file.idGaps)),
  };
};

const total = (recordings: readonly Recording[], count: (recording: Recording) => number): number =>
  recordings.reduce((sum, recording) => sum + count(recording), 0);

/** @throws RangeError when the recording is too coarse for the wanted timeframe. */
const decisionTimeframe = ({market}: Config, base: Timeframe): Timeframe => {
  const {timeframe} = market;
  if (timeframe === 'auto') return base;
  if (TIMEFRAME_MS[timeframe] % TIMEFRAME_MS[base] === 0) return timeframe;
  throw new RangeError(
    `The recording holds "${base}" bars: --timeframe "${timeframe}" is too fine. Use ${base} or a coarser one.`,
  );
};

/** After a restart the recording goes on after the last closed candle. */
const resumption = (state: Readonly<State>): {resumeAfter?: Readonly<Record<string, number>>} => {
  const closed = [...state.markets].flatMap(([symbol, {lastCandle}]) =>
    lastCandle === null ? [] : [[symbol, lastCandle.time] as const],
  );

  return closed.length === 0 ? {} : {resumeAfter: Object.fromEntries(closed)};
};
