import type {CommandAnswer, CommandName, CommandRequest, ErrorAnswer, WriteOffRequest} from '../server/protocol.ts';
import {EXIT} from './exitCodes.ts';
import {Failure} from './Failure.ts';

/** A bot that hangs is as good as none; a command waits for the disk too. */
const TIMEOUT_MS = 5_000;

export type Answer = {readonly status: number; readonly body: unknown};

/** Nobody answers, or somebody who is no bot. */
export class BotUnreachable extends Failure {
  constructor(message: string) {
    super(message, EXIT.unhealthy);
    this.name = 'BotUnreachable';
  }
}

/** Talks to a running bot over HTTP. */
export class BotClient {
  readonly url: string;
  readonly #token: string | null;

  constructor({url, token}: {readonly url: string; readonly token: string | null}) {
    this.url = url;
    this.#token = token;
  }

  /** The JSON at a path, whatever its status. Throws BotUnreachable. */
  async ask(path: string): Promise<Answer> {
    return this.#send(path, {headers: this.#headers()});
  }

  /** The JSON at a path. Throws a Failure with the bot's own words where it refuses. */
  async read(path: string): Promise<unknown> {
    const answer = await this.ask(path);
    if (answer.status !== 200) throw refusal(answer);

    return answer.body;
  }

  /** Resolves once the command's line is durable. */
  command(name: CommandName, reason: string): Promise<CommandAnswer> {
    return this.#command({name, reason});
  }

  /** The same for the word that an order of unknown outcome is gone. */
  writeOff(order: string, reason: string): Promise<CommandAnswer> {
    return this.#command({name: 'write-off', order, reason});
  }

  async #command(request: CommandRequest | WriteOffRequest): Promise<CommandAnswer> {
    const headers = {...this.#headers(), 'content-type': 'application/json'};
    const answer = await this.#send('/api/commands', {method: 'POST', headers, body: JSON.stringify(request)});
    if (answer.status !== 200) throw refusal(answer);

    return answer.body as CommandAnswer;
  }

  #headers(): Record<string, string> {
    return this.#token === null ? {} : {authorization: `Bearer ${this.#token}`};
  }

  async #send(path: string, request: RequestInit): Promise<Answer> {
    try {
      const response = await fetch(this.url + path, {...request, signal: AbortSignal.timeout(TIMEOUT_MS)});

      return {status: response.status, body: await response.json()};
    } catch (error) {
      throw new BotUnreachable(`${why(error)} at ${this.url}.`);
    }
  }
}

const why = (error: unknown): string => {
  if (!(error instanceof Error)) return 'No bot answers';
  if (error.name === 'TimeoutError') return `No answer within ${TIMEOUT_MS / 1_000} s`;
  if (error instanceof SyntaxError) return 'Something that is not this bot answers';
  const cause = error.cause instanceof Error && 'code' in error.cause ? ` (${String(error.cause.code)})` : '';

  return `No bot answers${cause}`;
};

const refusal = ({status, body}: Answer): Failure => {
  const {error} = isErrorAnswer(body) ? body : {error: {message: `The bot answered with status ${status}.`}};
  const hint = 'hint' in error && error.hint !== undefined ? ` ${error.hint}` : '';

  return new Failure(`${error.message}${hint}`, status === 429 ? EXIT.tryAgain : EXIT.failed);
};

const isErrorAnswer = (body: unknown): body is ErrorAnswer =>
  typeof body === 'object' && body !== null && 'error' in body && typeof body.error === 'object' && body.error !== null;
