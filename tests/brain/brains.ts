import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {DEFAULT_BRAIN} from '../../core/brain/defaultBrainSettings.ts';
import {PatternMemorySystem} from '../../core/brain/PatternMemorySystem.ts';
import type {TraiBrain} from '../../core/brain/TraiBrain.ts';
import {TraiDecisionModule} from '../../core/brain/TraiDecisionModule.ts';
import {TradingBrain} from '../../core/brain/TradingBrain.ts';
import type {BrainSettings} from '../../core/domain/Settings.ts';
import {IndicatorEngine} from '../../indicators/IndicatorEngine.ts';
import {SYMBOL} from './market.ts';

export const STATIC_BRAIN_PATH = join(import.meta.dirname, '../../ops/config/trai-brain.json');

export const STATIC_BRAIN: TraiBrain = JSON.parse(readFileSync(STATIC_BRAIN_PATH, 'utf8'));

type Changes = Partial<BrainSettings> & {readonly staticBrain?: TraiBrain};

/** A brain as the bot builds it, with what a test wants otherwise. */
export const makeBrain = ({staticBrain = STATIC_BRAIN, ...changes}: Changes = {}): TradingBrain => {
  const settings = {...DEFAULT_BRAIN, ...changes};

  return new TradingBrain({
    settings,
    timeframe: '1m',
    symbols: [SYMBOL],
    indicators: new IndicatorEngine(),
    memory: new PatternMemorySystem(settings.patternMemory),
    trai: new TraiDecisionModule(settings.trai, staticBrain),
  });
};
