import express, {type RequestHandler, Router} from 'express';
import type {BotView} from './BotView.ts';
import {HttpProblem} from './errors.ts';
import type {Guard} from './guard.ts';
import {onlyOperator} from './protect.ts';
import type {CommandName, CommandRequest, WriteOffRequest} from './protocol.ts';

const NAMES: readonly CommandName[] = ['halt', 'resume', 'flatten'];
const REASON_LIMIT = 200;
const NAME_SHOWN = 40;
const ORDER_LIMIT = 64;
const EXAMPLE =
  'Send {"name":"halt"|"resume"|"flatten","reason":"…"} or {"name":"write-off","order":"…","reason":"…"} as application/json.';

/** `POST /api/commands`: the token is checked before the body is read, the answer comes once the line is durable. */
export const commands = (bot: BotView, guard: Guard): Router => {
  const router = Router();
  const readBody = express.json({limit: '64kb'});
  router.post('/', onlyOperator(guard), onlyJson, readBody, async (request, response) => {
    const command = readCommand(request.body);
    response.json(
      'order' in command
        ? await bot.writeOff(command.order, command.reason, 'api')
        : await bot.command(command.name, command.reason ?? 'no reason given', 'api'),
    );
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

const readCommand = (body: unknown): CommandRequest | WriteOffRequest => {
  if (typeof body !== 'object' || body === null || !('name' in body)) throw bad('name', 'A command needs a name.');
  if (body.name === WRITE_OFF) return readWriteOff(body);
  const name = NAMES.find(known => known === body.name);
  if (name === undefined) throw bad('name', `Unknown command ${shown(body.name)}. Known: ${KNOWN.join(', ')}.`);
  const reason = readReason(body);

  return reason === undefined ? {name} : {name, reason};
};

const WRITE_OFF = 'write-off';
const KNOWN: readonly string[] = [...NAMES, WRITE_OFF];

/** It sets a person's word against the venue's silence: that takes a reason. */
const readWriteOff = (body: object): WriteOffRequest => {
  const order = 'order' in body ? body.order : undefined;
  if (typeof order !== 'string' || order === '' || order.length > ORDER_LIMIT)
    throw bad('order', `The order is named by its client order id, a text of at most ${ORDER_LIMIT} characters.`);
  const reason = readReason(body);
  if (reason === undefined || reason.trim() === '') throw bad('reason', 'An order is written off with a reason.');

  return {name: WRITE_OFF, order, reason};
};

const readReason = (body: object): string | undefined => {
  const reason = 'reason' in body ? body.reason : undefined;
  if (reason === undefined) return undefined;
  if (typeof reason === 'string' && reason.length <= REASON_LIMIT) return reason;

  throw bad('reason', `The reason is a text of at most ${REASON_LIMIT} characters.`);
};

/** Only texts are repeated, and not at length: what else may come can be deep, huge, or throw when it is made a text. */
const shown = (value: unknown): string =>
  typeof value === 'string' ? `"${value.slice(0, NAME_SHOWN)}"` : typeof value;

const bad = (path: string, message: string): HttpProblem =>
  new HttpProblem(400, {code: 'BAD_COMMAND', path, message, hint: EXAMPLE});
