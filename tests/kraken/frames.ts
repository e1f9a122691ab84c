import {readFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';
import {sharedFile} from '../support/sharedData.ts';

/** Text of one documentation frame, on one line as it would come over a socket. */
export const documented = (name: string): string => readFileSync(sharedFile('frames/kraken', name), 'utf8').trim();

/** Lines of one recording. */
export const recorded = (name: string): readonly string[] => {
  const bytes = readFileSync(sharedFile('frames/kraken', name));
  const text = name.endsWith('.gz') ? gunzipSync(bytes).toString('utf8') : bytes.toString('utf8');

  return text.trim().split('\n');
};
