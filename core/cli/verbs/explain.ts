import {decisionView} from '../../server/views.ts';
import {decisionSentence} from '../../domain/sentences.ts';
import {EXIT} from '../exitCodes.ts';
import {explanation} from '../explain/explanation.ts';
import {type Decision, findDecision} from '../explain/findDecision.ts';
import {followDecision, type Outcome} from '../explain/followDecision.ts';
import {readQuestion} from '../explain/readQuestion.ts';
import {findPlace} from '../findPlace.ts';
import {DATA_DIR, type Flag, JSON_FLAG} from '../Flags.ts';
import {type Io, printJson, printLine} from '../Io.ts';
import {openJournalFolder} from '../openJournalFolder.ts';
import {paintFor} from '../paint.ts';
import {Progress} from '../Progress.ts';
import type {Verb} from '../Verb.ts';

const SYMBOL: Flag = {name: '--symbol', value: 'SYMBOL', about: 'only decisions on this market, when asking by time'};

/** Says why the bot did or did not trade, from its journal: while it runs, and afterwards. */
export const explain: Verb = {
  name: 'explain',
  summary: 'Says why the bot traded or did not: by seq of a line, by time, or the latest decision.',
  usage: ['explain', 'explain 1234', 'explain 2026-01-31T12:00 --symbol BTC/USD', 'explain 1234 --json'],
  flags: [SYMBOL, DATA_DIR, JSON_FLAG],
  mostWords: 1,
  async run({flags, io}) {
    const question = readQuestion(flags.words[0], flags.text(SYMBOL));
    const {directory, roughLines} = openJournalFolder(findPlace(flags, io).dataDir);
    const progress = new Progress({label: 'Reading the journal', unit: 'lines', io});
    const onLine = (seq: number): void => progress.update(seq, roughLines);
    const decision = await findDecision(directory, question, onLine);
    const outcome = await followDecision(directory, decision, onLine);
    progress.finish();
    show({decision, outcome}, flags.has(JSON_FLAG), io);

    return EXIT.ok;
  },
};

type Found = {readonly decision: Decision; readonly outcome: Outcome};

const show = ({decision, outcome}: Found, isJson: boolean, io: Io): void => {
  if (isJson) {
    return printJson(io, {text: decisionSentence(decision.data), decision: decisionView(decision), outcome});
  }
  for (const line of explanation(decision, outcome, paintFor(io.stdout, io))) printLine(io.stdout, line);
};
