import express, {type RequestHandler, Router} from 'express';
import type {BotView} from './BotView.ts';
import {HttpProblem} from './errors.ts';
import type {Guard} from './guard.ts';
import {onlyOperator} from './protect.ts';
import type {CommandName, CommandRequest} from './protocol.ts';

const NAMES: readonly CommandName[] = ['halt', 'resume', 'flatten'];
const REASON_LIMIT = 200;
const NAME_SHOWN = 40;
const EXAMPLE = 'Send {"name":"halt"|"resume"|"flatten","reason":"…"} as application/json.';

/** `POST /api/commands`: the token is checked before the body is read, the answer comes once the line is durable. */
export const commands = (bot: BotView, guard: Guard): Router => {
  const router = Router();
  const readBody = express.json({limit: '64kb'});
  router.post('/', onlyOperator(guard), onlyJson, readBody, async (request, response) => {
    const {name, reason} = readCommand(request.body);
    response.json(await bot.command(name, reason ?? 'no reason given', 'api'));
  });
  router.all('/', (_request, response) => {
    response.set('allow', 'POST');
    throw new HttpProblem(405, {code: 'METHOD_NOT_ALLOWED', message: 'Commands are sent with POST.', hint: EXAMPLE});
  });

  return router;
};

/** A form of another site can not send this type without asking first. */
const onlyJson: RequestHandler = (request, _response, next) => {
  if (request.is('application/json') !== false) return next();
  throw new HttpProblem(415, {code: 'NOT_JSON', message: 'A command is a body of JSON.', hint: EXAMPLE});
};

const readCommand = (body: unknown): CommandRequest => {
  if (typeof body !== 'object' || body === null || !('name' in body)) throw bad('name', 'A command needs a name.');
  const name = NAMES.find(known => known === body.name);
  if (name === undefined) throw bad('name', `Unknown command ${shown(body.name)}. Known: ${NAMES.join(', ')}.`);
  const reason = 'reason' in body ? body.reason : undefined;
  if (reason === undefined) return {name};
  if (typeof reason !== 'string' || reason.length > REASON_LIMIT) {
    throw bad('reason', `The reason is a text of at most ${REASON_LIMIT} characters.`);
  }

  return {name, reason};
};

/** Only texts are repeated, and not at length: what else may come can be deep, huge, or throw when it is made a text. */
const shown = (value: unknown): string =>
  typeof value === 'string' ? `"${value.slice(0, NAME_SHOWN)}"` : typeof value;

const bad = (path: string, message: string): HttpProblem =>
  new HttpProblem(400, {code: 'BAD_COMMAND', path, message, hint: EXAMPLE});
