import {mkdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {type Champion, championsFolder} from '../../config/champions.ts';
import {writeAtomicallySync} from '../../runtime/writeAtomically.ts';
import {listRuns, RunFolder} from './records/RunFolder.ts';
import {appendSealed, readSealed} from './records/sealedLines.ts';
import type {StudyResult} from './records/StudyResult.ts';

/** One change of champion, as the history keeps it. */
type Change = Champion & {readonly kind: 'promoted' | 'rolledBack'; readonly time: number};

export type Promotion =
  | {readonly promoted: true; readonly champion: Champion; readonly path: string}
  | {readonly promoted: false; readonly failed: readonly string[]};

type Request = {readonly dataDir: string; readonly study: string; readonly now: number};

/** Makes a study's candidate the champion of its strategy, if every gate was passed; bots read it at their next start. Null where there is no finished study of that name. */
export const promote = ({dataDir, study, now}: Request): Promotion | null => {
  const result = listRuns(dataDir).includes(study) ? new RunFolder(dataDir, study).result() : null;
  if (result === null) return null;
  const {candidate, passed, strategy, gates} = result;
  if (candidate === null || !passed) return {promoted: false, failed: failedOf(gates)};
  const champion = {strategy, params: candidate.params, study};
  // The history first: a champion that nobody promoted must not be possible.
  const isReigning = reignsOf(dataDir, strategy).at(-1)?.study === study;
  if (!isReigning) writeDown(dataDir, {kind: 'promoted', ...champion, time: now});

  return {promoted: true, champion, path: install(dataDir, champion)};
};

const failedOf = (gates: StudyResult['gates']): readonly string[] => {
  const failed = gates.filter(({status}) => status === 'FAIL').map(({name}) => name);

  return failed.length === 0 ? ['no candidate'] : failed;
};

export type Rollback = {readonly left: Champion; readonly restored: Champion | null};

/** Gives a strategy back the champion before the present one, or what is configured where there was none. Null without a champion. */
export const rollBack = ({dataDir, strategy, now}: Omit<Request, 'study'> & {strategy: string}): Rollback | null => {
  const reigns = reignsOf(dataDir, strategy);
  const left = reigns.pop();
  if (left === undefined) return null;
  const restored = reigns.pop() ?? null;
  writeDown(dataDir, {kind: 'rolledBack', ...left, time: now});
  if (restored === null) rmSync(championPath(dataDir, strategy), {force: true});
  else install(dataDir, restored);

  return {left, restored};
};

export const championPath = (dataDir: string, strategy: string): string =>
  join(championsFolder(dataDir), `${strategy}.json`);

/** The champions of a strategy that were not rolled back, the present one last. */
const reignsOf = (dataDir: string, strategy: string): Champion[] => {
  const reigns: Champion[] = [];
  // A sealed line is what `writeDown` wrote.
  for (const change of readSealed(historyPath(dataDir)) as readonly Change[]) {
    if (change.strategy !== strategy) continue;
    if (change.kind === 'rolledBack') reigns.pop();
    else reigns.push({strategy, params: change.params, study: change.study});
  }

  return reigns;
};

const historyPath = (dataDir: string): string => join(championsFolder(dataDir), 'history.jsonl');

const writeDown = (dataDir: string, change: Change): void => appendSealed(historyPath(dataDir), [change]);

const install = (dataDir: string, champion: Champion): string => {
  const path = championPath(dataDir, champion.strategy);
  mkdirSync(championsFolder(dataDir), {recursive: true});
  writeAtomicallySync(path, `${JSON.stringify(champion, null, 2)}\n`);

  return path;
};
