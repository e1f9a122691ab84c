import {resolve} from 'node:path';

/** Folder of the checkout that this file belongs to. */
export const ROOT = resolve(import.meta.dirname, '../..');
