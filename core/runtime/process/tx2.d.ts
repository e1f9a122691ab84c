/** The part of tx2 that we use; the package has no types of its own. */
declare module 'tx2' {
  type Probe = {readonly name: string; readonly unit?: string; readonly value: () => string | number};
  const tx2: {
    metric(probe: Probe): unknown;
    action(name: string, run: (parameter: unknown, reply: (result: unknown) => void) => void): void;
  };
  export default tx2;
}
