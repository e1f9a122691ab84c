import type {PaintScheduler} from './store.ts';

const SHORTEST_GAP_MS = 120;

/** Paints in an animation frame, at most about eight times a second: more is unread, less feels stuck. */
export const paintScheduler = (): PaintScheduler => {
  let lastPaint = 0;

  return paint => {
    const wait = Math.max(0, lastPaint + SHORTEST_GAP_MS - performance.now());
    window.setTimeout(() => {
      requestAnimationFrame(() => {
        lastPaint = performance.now();
        paint();
      });
    }, wait);
  };
};
