import {startBot} from './runtime/process/startBot.ts';

process.exitCode = await startBot(process.argv.slice(2));
