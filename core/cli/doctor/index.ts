import {dataDirectory, diskSpace, haltFile} from './dataDirectory.ts';
import {exchange} from './exchange.ts';
import type {Check} from './Finding.ts';
import {journal, patternMemory} from './memory.ts';
import {clock, configuration, lock, port} from './process.ts';
import {dashboard, nodeVersion, packages} from './program.ts';

/** The register: every check of the doctor, in the order in which a person would ask. */
export const CHECKS: readonly Check[] = [
  nodeVersion,
  packages,
  dashboard,
  configuration,
  dataDirectory,
  diskSpace,
  lock,
  port,
  haltFile,
  journal,
  patternMemory,
  exchange,
  clock,
];
