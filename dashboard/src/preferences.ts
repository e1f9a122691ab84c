/** What the viewer chose, kept in the browser. Every key has a closed list of values; the first is the default. */
const CHOICES = {
  theme: ['system', 'dark', 'light'],
  colours: ['blue-orange', 'green-red', 'red-green'],
} as const;

export type Preferences = {[Key in keyof typeof CHOICES]: (typeof CHOICES)[Key][number]};

/** The names of the choices, in their order. */
export const THEMES: Readonly<Record<Preferences['theme'], string>> = {
  system: 'As the system',
  dark: 'Dark',
  light: 'Light',
};

export const COLOURS: Readonly<Record<Preferences['colours'], string>> = {
  'blue-orange': 'Blue up, orange down',
  'green-red': 'Green up, red down',
  'red-green': 'Red up, green down',
};

const read = <Value extends string>(key: string, values: readonly [Value, ...Value[]]): Value => {
  const kept = localStorage.getItem(`ogz-${key}`);

  return values.find(value => value === kept) ?? values[0];
};

export const readPreferences = (): Preferences => ({
  theme: read('theme', CHOICES.theme),
  colours: read('colours', CHOICES.colours),
});

export const keepPreferences = ({theme, colours}: Preferences): void => {
  localStorage.setItem('ogz-theme', theme);
  localStorage.setItem('ogz-colours', colours);
};

/** Tells the style sheets; they do the rest. */
export const applyPreferences = ({theme, colours}: Preferences): void => {
  const root = document.documentElement;
  const prefersLight = matchMedia('(prefers-color-scheme: light)').matches;
  root.dataset['theme'] = theme === 'system' ? (prefersLight ? 'light' : 'dark') : theme;
  root.dataset['colours'] = colours;
};
