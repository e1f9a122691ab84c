import {describe, expect, it} from 'vitest';
import {Tape} from '../../core/matching/Tape.ts';

const tapeOf = (trades: readonly (readonly [time: number, price: number, quantity: number])[]): Tape => {
  const tape = new Tape();
  for (const [time, price, quantity] of trades) tape.add(time, price, quantity);

  return tape;
};

describe('Tape', () => {
  it('knows volume and range of the last minute', () => {
    const tape = tapeOf([
      [1000, 100, 1],
      [1500, 103, 2],
      [9000, 99, 4],
    ]);

    expect(tape.lastMinute(9000)).toEqual({volume: 7, own: 0, range: 4});
  });

  it('forgets a second when it is sixty seconds old', () => {
    const tape = tapeOf([
      [1999, 100, 1],
      [2000, 101, 2],
    ]);

    expect(tape.lastMinute(60_999).volume).toBe(3);
    expect(tape.lastMinute(61_000).volume).toBe(2);
    expect(tape.lastMinute(62_000)).toEqual({volume: 0, own: 0, range: 0});
  });

  it('does not count a trade that is more than a minute late', () => {
    expect(
      tapeOf([
        [61_000, 100, 1],
        [1000, 500, 9],
      ]).lastMinute(61_000),
    ).toEqual({volume: 1, own: 0, range: 0});
  });

  it('keeps what was ours apart', () => {
    const tape = tapeOf([[1000, 100, 10]]);
    tape.addOwn(1000, 0.5);

    expect(tape.lastMinute(1000)).toEqual({volume: 10, own: 0.5, range: 0});
  });
});
