/** Goes on with `next`: at once, unless there is something to wait for. */
export const afterwards = (wait: Promise<void> | null, next: () => Promise<void> | null): Promise<void> | null =>
  wait === null ? next() : wait.then(next).then(nothing);

const nothing = (): void => undefined;
