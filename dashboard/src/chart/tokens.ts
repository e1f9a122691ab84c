/** Colours of the style sheet, for what is drawn on a canvas. */
export type ChartTokens = {
  readonly up: string;
  readonly down: string;
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly panel: string;
  readonly lines: readonly string[];
  readonly stop: string;
  readonly target: string;
  readonly entry: string;
};

const LINES = 6;

export const readTokens = (): ChartTokens => {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();

  return {
    up: token('up'),
    down: token('down'),
    text: token('text'),
    muted: token('muted'),
    grid: token('grid'),
    panel: token('panel'),
    lines: Array.from({length: LINES}, (_, index) => token(`line-${index + 1}`)),
    stop: token('down'),
    target: token('up'),
    entry: token('muted'),
  };
};
