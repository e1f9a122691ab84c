export type ChannelLimits = {
  /** Shortest silence that can be suspicious. */
  readonly atLeastMs: number;
  /** Silence in multiples of the usual gap between messages. */
  readonly medianGaps: number;
};

/** Gaps that the usual one is taken from. */
const REMEMBERED_GAPS = 50;

type Channel = {heardAt: number; readonly gaps: number[]; evidence: number};

/**
 * Notices a channel that has stopped although the market goes on: quiet alone proves nothing, so it takes a long silence
 * by the channel's own measure, and another source that has moved more than once meanwhile.
 */
export class ChannelWatch {
  readonly #limits: ChannelLimits;
  readonly #channels = new Map<string, Channel>();

  constructor(limits: ChannelLimits) {
    this.#limits = limits;
  }

  /** Silence of a channel counts from here, monotonic ms. */
  begin(key: string, now: number): void {
    this.#channels.set(key, {heardAt: now, gaps: [], evidence: 0});
  }

  heard(key: string, now: number): void {
    const channel = this.#channels.get(key);
    if (channel === undefined) return;
    channel.gaps.push(now - channel.heardAt);
    if (channel.gaps.length > REMEMBERED_GAPS) channel.gaps.shift();
    channel.heardAt = now;
    channel.evidence = 0;
  }

  /** Another source says that the channel ought to have spoken. */
  contradicted(key: string): void {
    const channel = this.#channels.get(key);
    if (channel !== undefined) channel.evidence += 1;
  }

  /** Channels that have stalled. */
  stalled(now: number): readonly string[] {
    return [...this.#channels].flatMap(([key, channel]) => {
      const isContradicted = channel.evidence > 1;

      return isContradicted && now - channel.heardAt >= this.#patienceMs(channel) ? [key] : [];
    });
  }

  #patienceMs({gaps}: Channel): number {
    const sorted = [...gaps].sort((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)] ?? 0;

    return Math.max(this.#limits.atLeastMs, this.#limits.medianGaps * median);
  }
}
