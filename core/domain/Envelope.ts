/** One numbered line of the journal: `seq` orders replay, `time` (ms UTC, the market's clock) only explains it, `cause` is the seq of the input that led here. */
export type Envelope<Type extends string = string, Data = unknown> = {
  readonly seq: number;
  readonly time: number;
  readonly cause: number;
  readonly type: Type;
  readonly data: Data;
};
