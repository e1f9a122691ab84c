import {writeFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {EXIT} from '../exitCodes.ts';
import {type Flag, JSON_FLAG} from '../Flags.ts';
import {printJson, printLine} from '../Io.ts';
import {Progress} from '../Progress.ts';
import {SEVERAL_FLAGS, severalOptionsOf} from '../runFlags.ts';
import type {Verb} from '../Verb.ts';

const OUT: Flag = {name: '--out', value: 'FILE', about: 'where the page goes (default: report.html)'};

/** Runs a backtest and writes it up as one HTML page. */
export const report: Verb = {
  name: 'report',
  summary: 'Runs a backtest and writes one HTML page that opens without a network.',
  usage: [
    'report --data FILE.csv.gz --symbol BTC/USD --out report.html',
    'report --data FILE.csv.gz --strategy macdTrend --json',
  ],
  flags: [...SEVERAL_FLAGS, OUT, JSON_FLAG],
  async run({flags, io}) {
    const options = severalOptionsOf(flags, io);
    const out = resolve(io.cwd, flags.text(OUT) ?? 'report.html');
    const [{makeReport}, {renderReport}, {sourceCommit}] = await Promise.all([
      import('../../research/report/makeReport.ts'),
      import('../../research/report/renderReport.ts'),
      import('../../research/report/sourceCommit.ts'),
    ]);
    const progress = new Progress({label: 'Report', unit: 'bars', io});
    const made = await makeReport({
      ...options,
      commit: sourceCommit(),
      onProgress: (done, total) => progress.update(done, total),
    });
    progress.finish();
    writeFileSync(out, renderReport(made));
    const {summary, pnlInterval, ambiguousBars, costs, provenance} = made;
    if (flags.has(JSON_FLAG)) printJson(io, {out, ...summary, pnlInterval, ambiguousBars, costs, provenance});
    else printLine(io.stdout, out);

    return EXIT.ok;
  },
};
