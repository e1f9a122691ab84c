import {beatsChampion} from './beatsChampion.ts';
import {bootstrapSignificant} from './bootstrapSignificant.ts';
import {deflatedSharpeHigh} from './deflatedSharpeHigh.ts';
import {drawdownWithinRisk} from './drawdownWithinRisk.ts';
import {enoughTrades} from './enoughTrades.ts';
import {expectancyAfterCosts} from './expectancyAfterCosts.ts';
import type {Evidence, Gate, Verdict} from './Gate.ts';
import {holdoutUntouched} from './holdoutUntouched.ts';
import {knowsNoFuture} from './knowsNoFuture.ts';
import {overfittingUnlikely} from './overfittingUnlikely.ts';
import {parameterPlateau} from './parameterPlateau.ts';
import {profitFactorHolds} from './profitFactorHolds.ts';
import {provenanceComplete} from './provenanceComplete.ts';
import {repeatable} from './repeatable.ts';
import {rollingPositive} from './rollingPositive.ts';
import {tradeOrderDrawdown} from './tradeOrderDrawdown.ts';
import {walkForwardEfficiency} from './walkForwardEfficiency.ts';
import {walkForwardPassRate} from './walkForwardPassRate.ts';

/** The register: every gate, in the order in which a report lists them. */
export const GATES: readonly Gate[] = [
  provenanceComplete,
  holdoutUntouched,
  enoughTrades,
  expectancyAfterCosts,
  profitFactorHolds,
  walkForwardPassRate,
  rollingPositive,
  walkForwardEfficiency,
  drawdownWithinRisk,
  overfittingUnlikely,
  deflatedSharpeHigh,
  bootstrapSignificant,
  tradeOrderDrawdown,
  parameterPlateau,
  beatsChampion,
  knowsNoFuture,
  repeatable,
];

export type Judged = Verdict & {readonly name: string; readonly title: string};

/** The table of all gates over one candidate. */
export const judgeAll = (evidence: Evidence): readonly Judged[] =>
  GATES.map(({name, title, judge}) => ({name, title, ...judge(evidence)}));

/** Whether no gate failed; one that does not apply is no obstacle, and says so. */
export const hasPassed = (gates: readonly Judged[]): boolean => gates.every(({status}) => status !== 'FAIL');
