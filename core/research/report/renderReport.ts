import {escapeHtml, factsHtml, noteHtml, sectionHtml} from './html.ts';
import type {Report} from './makeReport.ts';
import {countText, percentText, timeText} from './figures.ts';
import {costsSection, equitySection, headlineSection, periodsSection, statisticsSection} from './resultSections.ts';
import {STYLES} from './styles.ts';
import {excursionSection, groupsSection, tradesSection} from './tradeSections.ts';

/** The report as one HTML page that needs nothing else: no script, no network, styles and charts inside. */
export const renderReport = (report: Report): string => {
  const {title, provenance, points} = report;
  const [from, to] = [points[0]?.time ?? 0, points.at(-1)?.time ?? 0];
  const sections = [
    headlineSection(report),
    equitySection(report),
    statisticsSection(report),
    costsSection(report),
    periodsSection(report),
    groupsSection(report),
    excursionSection(report),
    tradesSection(report),
    provenanceSection(report),
  ];

  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · OGZ Prime backtest</title>
<style>${STYLES}</style>
</head>
<body>
<main>
<header>
<h1>${escapeHtml(title)}</h1>
<p>Backtest on ${escapeHtml(provenance.datasets.map(({file}) => file).join(', '))}, ${timeText(from)} to ${timeText(to)} UTC, ${countText(points.length)} bars after warm-up. A record of the past under a fill model, not a forecast.</p>
</header>
${sections.join('\n')}
</main>
</body>
</html>
`;
};

const provenanceSection = ({provenance}: Report): string => {
  const {datasets, warmup, fees, commit, configHash, seed, fillModel, strategy, hash} = provenance;
  const measured = warmup.measured === null ? '' : `, ${countText(warmup.measured)} measured by ogz verify`;
  const facts = factsHtml([
    ...datasets.flatMap(({file, symbol, sha256, rows, from, to, gaps}) => [
      [
        symbol,
        `${file}: ${countText(rows)} rows, ${timeText(from)} to ${timeText(to)} UTC, ${countText(gaps)} gaps`,
      ] as const,
      ['data SHA-256', sha256] as const,
    ]),
    ['warm-up', `${countText(warmup.bars)} bars left out of every figure${measured}`],
    ['fees', `${percentText(Number(fees.maker), 3)} maker, ${percentText(Number(fees.taker), 3)} taker`],
    ['strategies', strategy],
    ['commit', commit],
    ['config hash', configHash],
    ['seed', String(seed)],
    ['fill model', fillModel],
    ['result hash', hash],
  ]);

  return `<div class="provenance">${sectionHtml('Provenance', facts, noteHtml('The same files, commit, configuration and seed give the same result hash on every machine.'))}</div>`;
};
