/** What the exit code of every verb means. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  /** A gate was not passed. */
  gate: 3,
  unhealthy: 4,
  tryAgain: 75,
  /** pm2 does not restart on it. */
  badConfiguration: 78,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
