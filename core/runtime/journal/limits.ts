/** A segment that has reached this size gets no further step; the next step opens a new one. */
export const SEGMENT_LIMIT_BYTES = 64 * 1024 * 1024;

/**
 * Most that may wait for its fdatasync, so also the most that a power loss can tear: no step is larger, and a reader
 * that meets a longer line knows that no write of ours was interrupted there.
 */
export const PENDING_LIMIT_BYTES = 16 * 1024 * 1024;
