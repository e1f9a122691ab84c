import type {SignalNoise} from './evaluate/SpanResult.ts';
import type {StudyRecord, StudyResult} from './records/StudyResult.ts';
import {type Trial, rankTrials} from './Trial.ts';

const BEST_SHOWN = 10;

/** A study as a page of Markdown, for people. */
export const renderTuningReport = (record: StudyRecord, result: StudyResult, trials: readonly Trial[]): string =>
  [
    `# Tuning ${record.strategy}: ${result.passed ? 'every gate passed' : 'not fit to be promoted'}`,
    `Study \`${record.run}\`.`,
    ...candidateSection(record, result),
    ...gateSection(result),
    ...walkForwardSection(record, result),
    ...noiseSection(result),
    ...trialSection(trials),
    ...provenanceSection(record, result),
  ].join('\n\n');

const candidateSection = ({space}: StudyRecord, {candidate, configured, trials}: StudyResult): string[] => {
  if (candidate === null) {
    return [
      `No candidate: none of ${trials.made} trials had enough trades in every training fold, with both neighbours.`,
    ];
  }
  const rows = space.map(({name}) => [name, configured.params[name] ?? '', candidate.params[name] ?? '']);

  return [
    '## Candidate',
    table(['parameter', 'configured', 'candidate'], rows),
    `Score ${candidate.score.toFixed(3)}, with its neighbours ${candidate.plateau.toFixed(3)}; configured: ${number(configured.score)}.`,
  ];
};

const gateSection = ({gates}: StudyResult): string[] =>
  gates.length === 0
    ? []
    : [
        '## Gates',
        table(
          ['gate', 'result', 'value', 'limit', 'what it asks'],
          gates.map(({name, status, value, limit, title}) => [name, status, value, limit, title]),
        ),
      ];

const walkForwardSection = ({split}: StudyRecord, {walkForward}: StudyResult): string[] => {
  if (walkForward.length === 0) return [];
  const rows = walkForward.map((step, index) => {
    const span = split.segments[split.folds[index]?.test ?? -1];
    const tested = span === undefined ? '' : `${day(span.from)} to ${day(span.to)}`;
    if (step === null) return [index + 1, tested, 'nothing had enough trades', '', ''];

    return [index + 1, tested, percent(step.trainReturn), percent(step.testReturn), step.testTrades];
  });

  return [
    `## Walk-forward, ${split.walk}`,
    table(['fold', 'test', 'training, a year', 'test, a year', 'test trades'], rows),
    'Each fold chose by its training part alone, among the configured and the coverage trials.',
  ];
};

const noiseSection = ({noise: {before, after}}: StudyResult): string[] => {
  const rows = (Object.keys(before) as (keyof SignalNoise)[]).map(name => [name, before[name], after?.[name] ?? '']);

  return [
    '## Signals on the search span',
    table(
      ['', 'configured', 'candidate'],
      [
        ...rows,
        ['flip rate', flipRate(before), after === null ? '' : flipRate(after)],
        ['signals per trade', perTrade(before), after === null ? '' : perTrade(after)],
      ],
    ),
  ];
};

/** Share of the signals that go against the one before. */
const flipRate = ({flips, signals}: SignalNoise): string => (signals < 2 ? 'n/a' : percent(flips / (signals - 1)));

const perTrade = ({signals, filled}: SignalNoise): string => (filled === 0 ? 'n/a' : (signals / filled).toFixed(1));

const trialSection = (trials: readonly Trial[]): string[] => [
  '## Best trials',
  table(
    ['trial', 'from', 'score', 'trades', 'parameters'],
    rankTrials(trials)
      .slice(0, BEST_SHOWN)
      .map(({index, kind, score, trades, params}) => [index, kind, number(score), trades, JSON.stringify(params)]),
  ),
];

const provenanceSection = (
  {split, trials, minTrades}: StudyRecord,
  {provenance, earlierLooks}: StudyResult,
): string[] => {
  const {data, commit, configHash, seed, fillModel, ledgerTrials} = provenance;

  return [
    '## Where this comes from',
    table(
      ['', ''],
      [
        [
          'data',
          `${data.file}, ${data.symbol} ${data.timeframe}, ${data.rows} bars, ${day(data.from)} to ${day(data.to)}`,
        ],
        ['sha256', data.sha256],
        ['commit', commit],
        ['config hash', configHash],
        ['seed, trials asked for', `${seed}, ${trials}`],
        ['fewest trades in a fold', minTrades],
        [
          'holdout',
          `${day(split.holdout.from)} to ${day(split.holdout.to)}, looked at by ${earlierLooks} studies before`,
        ],
        ['fill model', fillModel],
        ['trials ever made on this data', ledgerTrials],
      ],
    ),
    '',
  ];
};

type Cell = string | number;

const table = (head: readonly Cell[], rows: readonly (readonly Cell[])[]): string =>
  [head, head.map(() => '---'), ...rows].map(row => `| ${row.map(escapeCell).join(' | ')} |`).join('\n');

const escapeCell = (cell: Cell): string => String(cell).replaceAll('|', '\\|');

const number = (value: number | null): string => (value === null ? 'does not count' : value.toFixed(3));

const percent = (value: number): string => `${(value * 100).toFixed(2)} %`;

const day = (time: number): string => new Date(time).toISOString().slice(0, 16).replace('T', ' ');
