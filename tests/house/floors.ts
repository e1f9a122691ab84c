import {importsOf, type SourceFile, targetOf} from './sources.ts';

/** Who lives on which floor; the first match counts. Imports go down or stay on the floor. */
const FLOORS: readonly (readonly [RegExp, number])[] = [
  [/^core\/domain\//, 0],
  [/^(core\/(kernel|brain|risk|matching)|indicators)\//, 1],
  [/^(core\/(runtime|server|observe|research|config)|brokers)\//, 2],
  [/^core\/(main\.ts$|cli\.ts$|cli\/|PatternMemorySystem\/)/, 3],
];

/** What the page may know of the bot. */
const OPEN_TO_DASHBOARD = /^(dashboard\/|core\/domain\/|core\/kernel\/evolve\.ts$|core\/server\/protocol\.ts$)/;

/** Files that stand for a package on the floors that import none. */
const ADAPTERS: Readonly<Record<string, string>> = {
  'indicators/candlestickPatterns.ts': 'technicalindicators',
  'indicators/longTail.ts': 'technicalindicators',
};

export const floorOf = (path: string): number | null => FLOORS.find(([pattern]) => pattern.test(path))?.[1] ?? null;

/** Imports that go up, leave the house from a pure floor, or that plain node would not resolve. */
export const floorFindings = (file: SourceFile): readonly string[] => {
  const isDashboard = file.path.startsWith('dashboard/');
  const floor = floorOf(file.path);
  if (floor === null && !isDashboard)
    return [`${file.path}: stands on no floor; put it into a room of tests/house/floors.ts`];

  return importsOf(file).flatMap(({specifier, place}) => {
    const isRelative = specifier.startsWith('.');
    const target = targetOf(file.path, specifier);
    if (isDashboard)
      return isRelative && !OPEN_TO_DASHBOARD.test(target) ? [`${place}: the page must not know ${target}`] : [];
    if (!isRelative) {
      return floor === null || floor > 1 || ADAPTERS[file.path] === specifier
        ? []
        : [`${place}: floor ${floor} imports no ${specifier}`];
    }
    if (!/\.(ts|json)$/.test(specifier)) return [`${place}: plain node needs the ending of ${specifier}`];
    const above = floorOf(target);

    return above === null || floor === null || above > floor
      ? [`${place}: floor ${floor} reaches up to ${target}`]
      : [];
  });
};
