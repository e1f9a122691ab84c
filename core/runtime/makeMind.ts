import {IndicatorEngine} from '../../indicators/IndicatorEngine.ts';
import {chartIndicators} from '../brain/chartIndicators.ts';
import {PatternMemorySystem} from '../brain/PatternMemorySystem.ts';
import type {TraiBrain} from '../brain/TraiBrain.ts';
import {TraiDecisionModule} from '../brain/TraiDecisionModule.ts';
import {TradingBrain} from '../brain/TradingBrain.ts';
import type {Settings} from '../domain/Settings.ts';

/** The heavy parts of one bot, each built once. */
export type MindParts = {
  readonly brain: TradingBrain;
  readonly indicators: IndicatorEngine;
  readonly memory: PatternMemorySystem;
};

type Options = {
  /** False where nobody looks: what only the screen draws is then not computed. It changes no judgement. */
  readonly charts?: boolean;
};

/** Builds the brain with its one indicator engine and its one memory. */
export const makeMind = (
  settings: Settings,
  symbols: readonly string[],
  staticBrain: TraiBrain,
  {charts = true}: Options = {},
): MindParts => {
  const indicators = new IndicatorEngine();
  const memory = new PatternMemorySystem(settings.brain.patternMemory);
  const trai = new TraiDecisionModule(settings.brain.trai, staticBrain);
  const brain = new TradingBrain({
    settings: settings.brain,
    timeframe: settings.timeframe,
    symbols,
    indicators,
    memory,
    trai,
  });
  const drawn = charts ? chartIndicators(settings.brain) : [];
  for (const symbol of symbols) indicators.track(symbol, settings.timeframe, drawn);

  return {brain, indicators, memory};
};
