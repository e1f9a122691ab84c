import {startBot} from './runtime/process/startBot.ts';

process.exitCode = await startBot(process.argv.slice(2));

// The channel to pm2 would keep a bot that has ended alive until pm2 kills it.
if (process.connected) process.disconnect?.();
