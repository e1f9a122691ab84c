import express, {Router} from 'express';
import type {BotView} from './BotView.ts';
import {HttpProblem} from './errors.ts';
import {type Guard, onlyOperator} from './guard.ts';
import type {CommandName, CommandRequest} from './protocol.ts';

const NAMES: readonly CommandName[] = ['halt', 'resume', 'flatten'];
const REASON_LIMIT = 200;

/** `POST /api/commands`: the token is checked before the body is read, the answer comes once the line is durable. */
export const commands = (bot: BotView, guard: Guard): Router => {
  const router = Router();
  router.post('/', onlyOperator(guard), express.json({limit: '64kb'}), async (request, response) => {
    const {name, reason} = readCommand(request.body);
    response.json(await bot.command(name, reason ?? 'no reason given', 'api'));
  });
  router.all('/', () => {
    throw new HttpProblem(405, {code: 'METHOD_NOT_ALLOWED', message: 'Commands are sent with POST.'});
  });

  return router;
};

const readCommand = (body: unknown): CommandRequest => {
  if (typeof body !== 'object' || body === null || !('name' in body)) throw bad('name', 'A command needs a name.');
  const name = NAMES.find(known => known === body.name);
  if (name === undefined) throw bad('name', `Unknown command "${String(body.name)}".`);
  const reason = 'reason' in body ? body.reason : undefined;
  if (reason === undefined) return {name};
  if (typeof reason !== 'string' || reason.length > REASON_LIMIT) {
    throw bad('reason', `The reason is a text of at most ${REASON_LIMIT} characters.`);
  }

  return {name, reason};
};

const bad = (path: string, message: string): HttpProblem =>
  new HttpProblem(400, {
    code: 'BAD_COMMAND',
    path,
    message,
    hint: 'Send {"name":"halt"|"resume"|"flatten","reason":"…"} as JSON.',
  });
