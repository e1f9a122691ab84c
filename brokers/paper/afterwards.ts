/** Goes on with `proceed`: at once, unless there is something to wait for. */
export const afterwards = (wait: Promise<void> | null, proceed: () => Promise<void> | null): Promise<void> | null =>
  wait === null ? proceed() : waitFor(wait, proceed);

const waitFor = async (wait: Promise<void>, proceed: () => Promise<void> | null): Promise<void> => {
  await wait;
  await proceed();
};
