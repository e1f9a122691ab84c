/** `notSent`: no byte left. `timeout` and `lost`: the request may or may not have been carried out. */
export type FailureKind = 'notSent' | 'timeout' | 'lost';

/** A request over a socket that got no answer. */
export class RequestFailure extends Error {
  override readonly name = 'RequestFailure';
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string) {
    super(message);
    this.kind = kind;
  }
}
