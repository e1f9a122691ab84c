import * as technical from 'technicalindicators';
import type {Candle} from '../core/domain/Candle.ts';

type Series = {open: number[]; high: number[]; low: number[]; close: number[]};
type Detector = {readonly candles: number; readonly detect: (series: Series) => boolean};

export type PatternDirection = 'bullish' | 'bearish' | 'neutral';

export type CandlestickPattern = {readonly name: string; readonly direction: PatternDirection};

/**
 * The detectors of technicalindicators and how many candles each looks at. Traps that this table avoids: given fewer
 * candles they print a warning, given more they look at the last ones, and the unconfirmed ones never say how many they need.
 */
const DETECTORS: Readonly<Record<PatternDirection, Readonly<Record<string, Detector>>>> = {
  bullish: {
    bullishEngulfing: {candles: 2, detect: technical.bullishengulfingpattern},
    bullishHarami: {candles: 2, detect: technical.bullishharami},
    bullishHaramiCross: {candles: 2, detect: technical.bullishharamicross},
    bullishHammer: {candles: 1, detect: technical.bullishhammerstick},
    bullishInvertedHammer: {candles: 1, detect: technical.bullishinvertedhammerstick},
    bullishMarubozu: {candles: 1, detect: technical.bullishmarubozu},
    bullishSpinningTop: {candles: 1, detect: technical.bullishspinningtop},
    hammer: {candles: 5, detect: technical.hammerpattern},
    hammerUnconfirmed: {candles: 5, detect: technical.hammerpatternunconfirmed},
    morningDojiStar: {candles: 3, detect: technical.morningdojistar},
    morningStar: {candles: 3, detect: technical.morningstar},
    abandonedBaby: {candles: 3, detect: technical.abandonedbaby},
    piercingLine: {candles: 2, detect: technical.piercingline},
    threeWhiteSoldiers: {candles: 3, detect: technical.threewhitesoldiers},
    tweezerBottom: {candles: 5, detect: technical.tweezerbottom},
  },
  bearish: {
    bearishEngulfing: {candles: 2, detect: technical.bearishengulfingpattern},
    bearishHarami: {candles: 2, detect: technical.bearishharami},
    bearishHaramiCross: {candles: 2, detect: technical.bearishharamicross},
    bearishHammer: {candles: 1, detect: technical.bearishhammerstick},
    bearishInvertedHammer: {candles: 1, detect: technical.bearishinvertedhammerstick},
    bearishMarubozu: {candles: 1, detect: technical.bearishmarubozu},
    bearishSpinningTop: {candles: 1, detect: technical.bearishspinningtop},
    darkCloudCover: {candles: 2, detect: technical.darkcloudcover},
    downsideTasukiGap: {candles: 3, detect: technical.downsidetasukigap},
    eveningDojiStar: {candles: 3, detect: technical.eveningdojistar},
    eveningStar: {candles: 3, detect: technical.eveningstar},
    hangingMan: {candles: 5, detect: technical.hangingman},
    hangingManUnconfirmed: {candles: 5, detect: technical.hangingmanunconfirmed},
    shootingStar: {candles: 5, detect: technical.shootingstar},
    shootingStarUnconfirmed: {candles: 5, detect: technical.shootingstarunconfirmed},
    threeBlackCrows: {candles: 3, detect: technical.threeblackcrows},
    tweezerTop: {candles: 5, detect: technical.tweezertop},
  },
  neutral: {
    doji: {candles: 1, detect: technical.doji},
    dragonflyDoji: {candles: 1, detect: technical.dragonflydoji},
    gravestoneDoji: {candles: 1, detect: technical.gravestonedoji},
  },
};

const DIRECTIONS: readonly PatternDirection[] = ['bullish', 'bearish', 'neutral'];

/** Every pattern that `candlestickPatterns` can find. */
export const CANDLESTICK_PATTERNS: readonly CandlestickPattern[] = DIRECTIONS.flatMap(direction =>
  Object.keys(DETECTORS[direction]).map(name => ({name, direction})),
);

/**
 * Candlestick patterns that end with the last of `candles` (oldest first), found by technicalindicators.
 * Patterns longer than the list are left out. Allocates freely: for closed bars of the screen and the pattern memory,
 * not for the hot path.
 */
export const candlestickPatterns = (candles: readonly Candle[]): readonly CandlestickPattern[] =>
  CANDLESTICK_PATTERNS.filter(({name, direction}) => {
    const detector = DETECTORS[direction][name];
    if (detector === undefined || candles.length < detector.candles) return false;

    return detector.detect(columns(candles.slice(-detector.candles)));
  });

const columns = (candles: readonly Candle[]): Series => ({
  open: candles.map(candle => candle.open),
  high: candles.map(candle => candle.high),
  low: candles.map(candle => candle.low),
  close: candles.map(candle => candle.close),
});
