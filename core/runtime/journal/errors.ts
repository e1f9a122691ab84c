type Damage = {readonly file: string; readonly line: number; readonly reason: string};

/** The journal has bytes that no interrupted write of ours can explain; nothing was changed on disk. */
export class JournalDamaged extends Error {
  readonly file: string;
  readonly line: number;
  readonly reason: string;

  constructor({file, line, reason}: Damage) {
    super(
      `Journal damaged: "${file}" line ${line}: ${reason}. Nothing was changed and nothing will be traded. ` +
        'Restore the file from a backup or move the data directory aside; `ogz doctor` shows what is affected.',
    );
    this.name = 'JournalDamaged';
    this.file = file;
    this.line = line;
    this.reason = reason;
  }
}

/** A write or fdatasync of the journal went wrong, so nothing more is written in this incarnation (I-18). */
export class JournalFailed extends Error {
  constructor(directory: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`Journal "${directory}" cannot be written: ${why}. No new order until a restart has recovered it.`, {cause});
    this.name = 'JournalFailed';
  }
}

/** The disk is slower than the events: the step was not taken, and the journal is as it was before the call. */
export class JournalFull extends Error {
  constructor({pendingBytes, stepBytes, limitBytes}: {pendingBytes: number; stepBytes: number; limitBytes: number}) {
    super(
      `Journal full: ${pendingBytes} bytes wait for the disk and the step has ${stepBytes}, the limit is ${limitBytes}. ` +
        'Read no further input until `hasRoom()` says so.',
    );
    this.name = 'JournalFull';
  }
}
