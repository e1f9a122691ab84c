import type {IndicatorEngine, IndicatorEngineSnapshot} from '../../indicators/IndicatorEngine.ts';
import type {Warmup} from '../../indicators/MarketIndicators.ts';
import type {Timeframe} from '../domain/Candle.ts';
import {toNumber} from '../domain/Decimal.ts';
import {confidence, type Judgement, plainReason, type Reason, type Signal} from '../domain/Decision.ts';
import type {AnyEnvelope, EnvelopeOf} from '../domain/Event.ts';
import type {BrainSettings} from '../domain/Settings.ts';
import type {Mind, Question} from '../kernel/Mind.ts';
import {agreementWith, bestSignal, whyNobody} from './bestSignal.ts';
import {isUsableCandle} from './isUsableCandle.ts';
import {MarketMind} from './MarketMind.ts';
import type {PatternMemorySnapshot, PatternMemorySystem} from './PatternMemorySystem.ts';
import {readPatternMemory} from './patternFormat.ts';
import type {Regime} from './regime.ts';
import type {TraiDecisionModule, TraiQuestion} from './TraiDecisionModule.ts';

export type TradingBrainParts = {
  readonly settings: BrainSettings;
  /** Timeframe of the candles that it decides on. */
  readonly timeframe: Timeframe;
  readonly symbols: readonly string[];
  readonly indicators: IndicatorEngine;
  readonly memory: PatternMemorySystem;
  readonly trai: TraiDecisionModule;
};

export type BrainSnapshot = {
  readonly bars: readonly (readonly [string, number])[];
  readonly importProblem: string | null;
  readonly indicators: IndicatorEngineSnapshot;
  readonly memory: PatternMemorySnapshot;
};

type Choice = Pick<Judgement, 'agreement' | 'patterns'> & {
  readonly question: Question;
  readonly best: Signal;
  readonly regime: Regime;
};

/**
 * The bot's mind: each strategy judges alone, the best signal wins and owns the trade, TRAI has its say.
 * All that it knows is a fold of observed lines; a judgement changes nothing. It fails closed: an error is a hold.
 */
export class TradingBrain implements Mind {
  readonly #parts: TradingBrainParts;
  readonly #markets: ReadonlyMap<string, MarketMind>;
  #importProblem: string | null = null;

  /** Throws a RangeError on an unknown strategy or a bad parameter. */
  constructor(parts: TradingBrainParts) {
    const {settings, timeframe, symbols, indicators} = parts;
    this.#parts = parts;
    this.#markets = new Map(
      symbols.map(symbol => [symbol, new MarketMind(settings.strategies, indicators.market(symbol, timeframe))]),
    );
  }

  observe(envelope: AnyEnvelope): void {
    if (envelope.type === 'CandleClosed') this.#observeCandle(envelope);
    else if (envelope.type === 'DecisionMade') this.#parts.memory.enter(envelope);
    else if (envelope.type === 'PatternLearned') this.#parts.memory.learn(envelope.data);
    else if (envelope.type === 'PatternsImported') this.#import(envelope);
    this.#parts.memory.advance(envelope.seq);
  }

  judge(question: Question): Judgement {
    try {
      return this.#judge(question);
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);

      return held(plainReason('BRAIN_ERROR', `a strategy or TRAI failed: ${cause}`, false));
    }
  }

  /** Candles that the slowest indicator of this market has and needs. */
  warmup(symbol: string): Warmup {
    return this.#parts.indicators.warmup(symbol, this.#parts.timeframe);
  }

  /** All that it knows, as JSON can carry it. */
  snapshot(): BrainSnapshot {
    const {indicators, memory} = this.#parts;

    return {
      bars: [...this.#markets].map(([symbol, {bars}]) => [symbol, bars]),
      importProblem: this.#importProblem,
      indicators: indicators.snapshot(),
      memory: memory.snapshot(),
    };
  }

  /** Takes up what a brain of the same settings and markets knew; for one that knows nothing yet. Throws where the snapshot is not of such a brain. */
  restore({bars, importProblem, indicators, memory}: BrainSnapshot): void {
    for (const [symbol, count] of bars) this.#markets.get(symbol)?.resume(count);
    this.#importProblem = importProblem;
    this.#parts.indicators.restore(indicators);
    this.#parts.memory.restore(memory);
  }

  /** A candle that is broken, or not later than the last one, teaches nothing. */
  #observeCandle({data: {symbol, timeframe, candle}}: EnvelopeOf<'CandleClosed'>): void {
    const market = timeframe === this.#parts.timeframe ? this.#markets.get(symbol) : undefined;
    if (market === undefined || candle.time <= market.lastTime || !isUsableCandle(candle)) return;
    market.take(candle);
    this.#parts.memory.observe(symbol, candle);
  }

  #import({data}: EnvelopeOf<'PatternsImported'>): void {
    const read = readPatternMemory(data.memory);
    this.#importProblem = read.ok ? null : `${data.source}: ${read.problem}`;
    if (read.ok) this.#parts.memory.import(read.memory);
  }

  #judge(question: Question): Judgement {
    const {symbol, candle} = question;
    const market = this.#markets.get(symbol);
    if (market === undefined) return held(plainReason('MARKET_UNKNOWN', `the brain does not follow ${symbol}`, false));
    const obstacle = this.#obstacle(market, question);
    if (obstacle !== null) return held(obstacle);

    const patterns = this.#parts.memory.evidence(symbol);
    const signals = market.judge(candle, patterns);
    const {regime} = market;
    const best = bestSignal(signals);
    if (best === null) return withoutOpinion(signals, regime, patterns);
    const seen = {signals, patterns, regime};
    const agreement = agreementWith(best, signals);
    const isForbidden = best.action === 'sell' && question.state.markets.get(symbol)?.market.kind === 'spot';
    if (isForbidden) return {...held(spotNoShort(best)), ...seen, agreement};

    return {...seen, agreement, ...this.#choose({question, best, agreement, ...seen})};
  }

  /** Why nothing may be judged now, whatever the strategies think. */
  #obstacle(market: MarketMind, {candle, state}: Question): Reason | null {
    if (state.run?.patternMemory === 'unreadable') {
      return plainReason('PATTERN_MEMORY_UNREADABLE', 'the pattern memory file is unreadable', false);
    }
    if (this.#importProblem !== null) {
      return plainReason('PATTERN_MEMORY_UNREADABLE', `imported patterns: ${this.#importProblem}`, false);
    }
    if (market.lastTime !== candle.time) {
      return plainReason('CANDLE_NOT_USABLE', 'the candle is malformed or not the latest one', false);
    }

    return null;
  }

  #choose({question, best, agreement, regime, patterns}: Choice): Pick<Judgement, 'winner' | 'reason' | 'trai'> {
    const {trai: module, settings} = this.#parts;
    const isWeak = best.confidence < settings.minConfidence;
    const weak = {winner: null, reason: tooWeak(best, settings.minConfidence)};
    if (isWeak && !module.mayPromote) return {...weak, trai: null};

    const {objection, ...trai} = module.weigh({
      candidate: best,
      agreement,
      regime,
      patterns,
      record: this.#recordOf(question.symbol, best),
      fees: feesOf(question),
    });
    if (objection !== null && module.mayVeto) return {winner: null, reason: objection, trai};
    if (isWeak && !module.promotes(trai)) return {...weak, trai};

    return {winner: module.scale(best, trai), reason: best.reason, trai};
  }

  #recordOf(symbol: string, {action}: Signal): TraiQuestion['record'] {
    const {memory} = this.#parts;
    const record = action === 'hold' ? null : memory.record(symbol, action);

    return record === null ? null : {...record, isQuarantined: memory.isQuarantined(record)};
  }
}

/** A judgement without a winner. */
export const held = (reason: Reason): Judgement => ({...NOBODY, reason});

/** Most bars. Written out, for spreading an object costs more than all the rest of it. */
const withoutOpinion = (signals: readonly Signal[], regime: Regime, patterns: Judgement['patterns']): Judgement => ({
  signals,
  winner: null,
  agreement: NO_AGREEMENT,
  reason: whyNobody(signals),
  regime,
  patterns,
  trai: null,
});

const NO_AGREEMENT = confidence(0);

const NOBODY: Judgement = {
  signals: [],
  winner: null,
  agreement: NO_AGREEMENT,
  reason: plainReason('NO_SIGNAL', 'nobody was asked', false),
  regime: 'unknown',
  patterns: null,
  trai: null,
};

const spotNoShort = ({strategy}: Signal): Reason =>
  plainReason('SPOT_NO_SHORT', `${strategy} would sell, and a spot market cannot be sold short`, false);

const tooWeak = ({strategy, confidence: value}: Signal, limit: number): Reason => ({
  code: 'BELOW_MIN_CONFIDENCE',
  subject: `confidence of ${strategy}`,
  value,
  comparison: 'above',
  limit,
  passed: false,
});

/** Fees of entry and exit at the present price, as takers; null where the market is not known. */
const feesOf = ({symbol, candle, state}: Question): number | null => {
  const market = state.markets.get(symbol)?.market;

  return market === undefined ? null : 2 * Math.abs(candle.close) * toNumber(market.takerFee);
};
