import type {HealthReport} from '../../server/protocol.ts';
import {askHealth} from '../askHealth.ts';
import {BotUnreachable} from '../BotClient.ts';
import {EXIT, type ExitCode} from '../exitCodes.ts';
import {findBot} from '../findBot.ts';
import {findPlace} from '../findPlace.ts';
import {DATA_DIR, JSON_FLAG, PORT} from '../Flags.ts';
import {bytes, duration} from '../format.ts';
import {type Io, printJson, printLine} from '../Io.ts';
import {type Paint, paintFor} from '../paint.ts';
import {table} from '../table.ts';
import type {Verb} from '../Verb.ts';

/** Asks a running bot whether it can do its work; everything but `ok` is exit code 4. */
export const health: Verb = {
  name: 'health',
  summary: 'Says whether the bot can do its work; exit code 4 unless it is ok.',
  usage: ['health', 'health --port 3010 --json'],
  flags: [DATA_DIR, PORT, JSON_FLAG],
  async run({flags, io}) {
    const {reader} = findBot(findPlace(flags, io));
    const isJson = flags.has(JSON_FLAG);
    try {
      return show(await askHealth(reader), {io, isJson});
    } catch (error) {
      if (!(error instanceof BotUnreachable) || !isJson) throw error;
      printJson(io, {status: 'unreachable', message: error.message});

      return EXIT.unhealthy;
    }
  },
};

const show = (report: HealthReport, {io, isJson}: {io: Io; isJson: boolean}): ExitCode => {
  if (isJson) printJson(io, report);
  else for (const line of linesOf(report, paintFor(io.stdout, io))) printLine(io.stdout, line);

  return report.status === 'ok' ? EXIT.ok : EXIT.unhealthy;
};

const linesOf = (report: HealthReport, paint: Paint): string[] => {
  const {status, mode, venue, simulated, version, uptimeMs, seq, checks} = report;
  const colour = {ok: paint.good, degraded: paint.warn, down: paint.bad}[status];
  const {feed, journal, broker, loop, memory, patternMemory, worker} = checks;
  const rows: readonly (readonly [string, boolean, string])[] = [
    ['feed', feed.ok, feed.ageMs === null ? 'no data yet' : `last data ${duration(feed.ageMs)} ago`],
    ['journal', journal.ok, journal.reason ?? `seq ${seq}`],
    ['broker', broker.ok, broker.reconciled ? 'reconciled' : 'not reconciled'],
    ['loop', loop.ok, `p99 ${duration(loop.p99Ms)}`],
    ['memory', memory.ok, bytes(memory.heapUsedBytes)],
    ['patterns', patternMemory.ok, `${patternMemory.shapes} shapes`],
    ['worker', worker.ok, worker.configured ? '' : 'none configured'],
  ];
  const kind = simulated ? `${mode}, simulated market` : mode;

  return [
    `${colour(paint.strong(status))}  ${kind} on ${venue}, version ${version}, up ${duration(uptimeMs)}`,
    ...table(rows.map(([name, ok, text]) => [`  ${name}`, ok ? paint.good('ok') : paint.bad('bad'), text])),
  ];
};
