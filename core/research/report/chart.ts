import {escapeHtml} from './html.ts';

/** Charts as inline SVG: no script, no network, sharp in print. */

const WIDTH = 960;
const MARGIN = {left: 78, right: 12, top: 10, bottom: 26};

/** Points drawn of one line: two for each pixel column, its lowest and its highest. */
const COLUMNS = 870;
const TICKS = 6;

/** Room under the ticks for the name of the axis. */
const NAME_HEIGHT = 18;

export type Line = {readonly name: string; readonly className: string; readonly values: readonly number[]};

type LineChart = {
  readonly label: string;
  /** Ms UTC, ascending, one for each value. */
  readonly times: readonly number[];
  readonly lines: readonly Line[];
  readonly height: number;
  readonly textOf: (value: number) => string;
  /** Fills the space between the first line and zero. */
  readonly isFilled?: boolean;
};

type Scale = (value: number) => number;

const scaleOf =
  ([from, to]: readonly [number, number], [low, high]: readonly [number, number]): Scale =>
  value =>
    to === from ? (low + high) / 2 : low + ((value - from) / (to - from)) * (high - low);

/** Values over time. */
export const lineChart = ({label, times, lines, height, textOf, isFilled = false}: LineChart): string => {
  const span = [times[0] ?? 0, times.at(-1) ?? 1] as const;
  const range = rangeOf(lines.flatMap(({values}) => [leastOf(values), mostOf(values)]));
  const x = scaleOf(span, [MARGIN.left, WIDTH - MARGIN.right]);
  const y = scaleOf(range, [height - MARGIN.bottom, MARGIN.top]);
  const paths = lines.map(({className, values}) => `<path class="${className}" d="${pathOf({times, values, x, y})}"/>`);
  const area = isFilled ? areaOf({times, values: lines[0]?.values ?? [], x, y}) : '';

  return svg(label, height, [...yAxis(range, y, textOf), ...timeAxis(span, x, height), area, ...paths]);
};

export type Dot = {readonly x: number; readonly y: number; readonly className: string; readonly title: string};

type DotChart = {
  readonly label: string;
  readonly dots: readonly Dot[];
  readonly height: number;
  readonly xName: string;
  readonly textOf: (value: number) => string;
};

/** One dot for each trade. */
export const dotChart = ({label, dots, height, xName, textOf}: DotChart): string => {
  const floor = height - MARGIN.bottom - NAME_HEIGHT;
  const [xRange, yRange] = [rangeOf([0, ...dots.map(dot => dot.x)]), rangeOf([0, ...dots.map(dot => dot.y)])];
  const x = scaleOf(xRange, [MARGIN.left, WIDTH - MARGIN.right]);
  const y = scaleOf(yRange, [floor, MARGIN.top]);
  const circles = dots.map(
    dot =>
      `<circle class="${dot.className}" cx="${round(x(dot.x))}" cy="${round(y(dot.y))}" r="3"><title>${escapeHtml(dot.title)}</title></circle>`,
  );
  const ticks = ticksOf(xRange).map(
    value =>
      `<text class="tick" x="${round(x(value))}" y="${floor + 18}" text-anchor="middle">${escapeHtml(textOf(value))}</text>`,
  );
  const name = `<text class="tick" x="${WIDTH - MARGIN.right}" y="${height - 6}" text-anchor="end">${escapeHtml(xName)}</text>`;

  return svg(label, height, [...yAxis(yRange, y, textOf), ...ticks, name, ...circles]);
};

const svg = (label: string, height: number, parts: readonly string[]): string =>
  `<div class="scroll"><svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeHtml(label)}">${parts.join('')}</svg></div>`;

const round = (value: number): number => Math.round(value * 10) / 10;

const leastOf = (values: readonly number[]): number =>
  values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
const mostOf = (values: readonly number[]): number =>
  values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);

/** The range of the finite values, never empty. */
const rangeOf = (values: readonly number[]): readonly [number, number] => {
  const finite = values.filter(value => Number.isFinite(value));
  if (finite.length === 0) return [0, 1];
  const [least, most] = [leastOf(finite), mostOf(finite)];

  return least === most ? [least - 1, most + 1] : [least, most];
};

type Drawing = {
  readonly times: readonly number[];
  readonly values: readonly number[];
  readonly x: Scale;
  readonly y: Scale;
};

const pathOf = (drawing: Drawing): string =>
  thinned(drawing)
    .map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`)
    .join('');

const areaOf = (drawing: Drawing): string => {
  const points = thinned(drawing);
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return '';
  const zero = round(drawing.y(0));
  const outline = points.map(([x, y]) => `L${round(x)} ${round(y)}`).join('');

  return `<path class="area" d="M${round(first[0])} ${zero}${outline}L${round(last[0])} ${zero}Z"/>`;
};

/** Lowest and highest of every column in their order: no peak is lost, however long the run. */
const thinned = ({times, values, x, y}: Drawing): (readonly [number, number])[] => {
  const size = Math.max(1, Math.ceil(values.length / COLUMNS));
  const points: (readonly [number, number])[] = [];
  for (let start = 0; start < values.length; start += size) {
    let [least, most] = [start, start];
    for (let index = start; index < Math.min(values.length, start + size); index += 1) {
      if ((values[index] ?? 0) < (values[least] ?? 0)) least = index;
      if ((values[index] ?? 0) > (values[most] ?? 0)) most = index;
    }
    for (const index of [...new Set([Math.min(least, most), Math.max(least, most)])]) {
      points.push([x(times[index] ?? 0), y(values[index] ?? 0)]);
    }
  }

  return points;
};

/** About five round numbers inside the range. */
const ticksOf = ([from, to]: readonly [number, number]): readonly number[] => {
  const rough = (to - from) / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find(factor => factor * power >= rough) ?? 10);
  const first = Math.ceil(from / step);
  const count = Math.floor(to / step) - first + 1;

  return Array.from({length: Math.max(0, count)}, (_, index) => (first + index) * step);
};

const yAxis = (range: readonly [number, number], y: Scale, textOf: (value: number) => string): string[] =>
  ticksOf(range).map(value => {
    const at = round(y(value));
    const line = `<line class="grid" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${at}" y2="${at}"/>`;
    return `${line}<text class="tick" x="${MARGIN.left - 8}" y="${at + 4}" text-anchor="end">${escapeHtml(textOf(value))}</text>`;
  });

const DAY_MS = 86_400_000;

const timeAxis = ([from, to]: readonly [number, number], x: Scale, height: number): string[] =>
  Array.from({length: TICKS + 1}, (_, index) => {
    const time = from + ((to - from) * index) / TICKS;
    const iso = new Date(time).toISOString();
    const text = to - from > 3 * DAY_MS ? iso.slice(0, 10) : iso.slice(5, 16).replace('T', ' ');
    const anchor = index === 0 ? 'start' : index === TICKS ? 'end' : 'middle';
    return `<text class="tick" x="${round(x(time))}" y="${height - 8}" text-anchor="${anchor}">${text}</text>`;
  });
