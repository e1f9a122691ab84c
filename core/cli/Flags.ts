import {unknownFlag} from '../config/flags.ts';
import {quote, UsageError} from '../config/problems.ts';

/** A flag that a verb knows; `value` is what stands after it in the help, null for a switch. */
export type Flag = {readonly name: `--${string}`; readonly value: string | null; readonly about: string};

export const JSON_FLAG: Flag = {name: '--json', value: null, about: 'print JSON'};
export const DATA_DIR: Flag = {name: '--data-dir', value: 'DIR', about: "the bot's data directory (default: data)"};
export const PORT: Flag = {
  name: '--port',
  value: 'N',
  about: "the bot's port (default: what its lock file says, or 3010)",
};

type Range = {readonly least: number; readonly most: number};

/** The flags and words of one command line, checked against what the verb knows. */
export class Flags {
  /** What is no flag, in order. */
  readonly words: readonly string[];
  readonly #values: ReadonlyMap<string, readonly string[]>;

  /** Throws a UsageError on an unknown flag, a flag without its value, or a value after a switch. */
  constructor(args: readonly string[], known: readonly Flag[]) {
    const values = new Map<string, string[]>();
    const words: string[] = [];
    for (let index = 0; index < args.length; index += 1) {
      const arg = args[index] ?? '';
      if (!arg.startsWith('-') || arg === '-') {
        words.push(arg);
        continue;
      }
      const {flag, inline} = split(arg, known);
      const value = valueOf(flag, inline, args[index + 1]);
      if (flag.value !== null && inline === null) index += 1;
      values.set(flag.name, [...(values.get(flag.name) ?? []), value]);
    }
    this.words = words;
    this.#values = values;
  }

  has(flag: Flag): boolean {
    return this.#values.has(flag.name);
  }

  /** Given several times, the last one counts. */
  text(flag: Flag): string | null {
    return this.#values.get(flag.name)?.at(-1) ?? null;
  }

  /** Of a flag that may be given several times: all values, in their order. */
  all(flag: Flag): readonly string[] {
    return this.#values.get(flag.name) ?? [];
  }

  /** Throws a UsageError where the flag is missing. */
  required(flag: Flag): string {
    const text = this.text(flag);
    if (text === null) throw new UsageError(`${flag.name} ${flag.value ?? ''} is needed: ${flag.about}.`);

    return text;
  }

  /** Throws a UsageError on anything but a whole number in the range. */
  wholeNumber(flag: Flag, range: Range): number | null {
    return this.#numeric(flag, range, {form: /^\d+$/, name: 'a whole number'});
  }

  /** Throws a UsageError on anything but a number, with a point or without, in the range. */
  number(flag: Flag, range: Range): number | null {
    return this.#numeric(flag, range, {form: /^\d+(\.\d+)?$/, name: 'a number'});
  }

  /** Throws a UsageError that names the choices. */
  choice<Choice extends string>(flag: Flag, choices: readonly Choice[]): Choice | null {
    const text = this.text(flag);
    if (text === null) return null;
    const choice = choices.find(each => each === text);
    if (choice === undefined)
      throw new UsageError(`${flag.name} is ${quote(text)}; expected one of ${choices.join(', ')}.`);

    return choice;
  }

  #numeric(flag: Flag, {least, most}: Range, {form, name}: {form: RegExp; name: string}): number | null {
    const text = this.text(flag);
    if (text === null) return null;
    const number = form.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;

    throw new UsageError(`${flag.name} is ${quote(text)}; expected ${name} from ${least} to ${most}.`);
  }
}

const split = (arg: string, known: readonly Flag[]): {flag: Flag; inline: string | null} => {
  const sign = arg.indexOf('=');
  const name = sign === -1 ? arg : arg.slice(0, sign);
  const flag = known.find(each => each.name === name);
  if (flag === undefined)
    throw unknownFlag(
      arg,
      known.map(each => each.name),
    );

  return {flag, inline: sign === -1 ? null : arg.slice(sign + 1)};
};

const valueOf = (flag: Flag, inline: string | null, next: string | undefined): string => {
  if (flag.value === null) {
    if (inline !== null) throw new UsageError(`${flag.name} takes no value, got ${quote(inline)}.`);
    return 'true';
  }
  const value = inline ?? next;
  if (value === undefined || (inline === null && value.startsWith('--')))
    throw new UsageError(`${flag.name} needs a value after it: ${flag.value}.`);

  return value;
};
