/** Runs steps to their end, waiting only where one has something to wait for; null when none had. */
export const drain = (steps: Iterator<Promise<void> | null, void>): Promise<void> | null => {
  for (let step = steps.next(); step.done !== true; step = steps.next()) {
    if (step.value !== null) return finish(steps, step.value);
  }

  return null;
};

const finish = async (steps: Iterator<Promise<void> | null, void>, first: Promise<void>): Promise<void> => {
  await first;
  for (let step = steps.next(); step.done !== true; step = steps.next()) {
    if (step.value !== null) await step.value;
  }
};
