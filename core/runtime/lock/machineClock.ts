import {readFileSync} from 'node:fs';

/** Ms on a clock that all processes of this machine share and that nobody can set; it begins anew with each boot. */
export const machineMs = (): number => Number(process.hrtime.bigint() / 1_000n) / 1_000;

/** Names this boot, so that times of another one are not taken for ours; empty where the system does not say. */
export const bootId = (): string => {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
};
