import {expect, it} from 'vitest';
import {VenueClock} from '../../brokers/net/VenueClock.ts';

const WALL = 1_700_000_000_000;

/** Our clocks, moved by the test. */
const ownClock = () => {
  const own = {wall: WALL, elapsed: 0};
  const clock = new VenueClock({now: () => own.wall, monotonic: () => own.elapsed});

  return {own, clock};
};

it('shows our wall clock until the venue has told its time', () => {
  expect(ownClock().clock.now()).toBe(WALL);
});

it('shows the middle of the round trip, whatever our wall clock says, and does not jump with it', () => {
  const {own, clock} = ownClock();
  own.elapsed = 100;
  clock.sample(0, WALL + 600_000);
  expect(clock.now()).toBe(WALL + 600_050);

  own.wall -= 3_600_000;
  own.elapsed = 1_100;
  expect(clock.now()).toBe(WALL + 601_050);
});

it('is not led astray by a few slow answers', () => {
  const {own, clock} = ownClock();
  for (let index = 0; index < 9; index += 1) {
    const isSlow = index % 4 === 3;
    own.elapsed += 1_000;
    clock.sample(own.elapsed - (isSlow ? 4_000 : 20), WALL + own.elapsed - (isSlow ? 0 : 10));
  }

  expect(clock.now()).toBe(WALL + own.elapsed);
});

it('takes whole seconds for what they are: good until a better answer comes', () => {
  const {clock} = ownClock();
  clock.sampleSeconds(0, WALL / 1_000 + 60);
  expect(clock.now()).toBe(WALL + 60_500);

  clock.sample(0, WALL + 60_900);
  clock.sampleSeconds(0, WALL / 1_000 + 60);
  expect(clock.now()).toBe(WALL + 60_900);
});
