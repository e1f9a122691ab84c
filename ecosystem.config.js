import {fileURLToPath} from 'node:url';

const at = path => fileURLToPath(new URL(path, import.meta.url));

/** Production under pm2: one bot, started again when it falls, never two at once. `pm2 start ecosystem.config.js` */
export const apps = [
  {
    name: 'ogz-prime-v2',
    script: at('core/main.ts'),
    cwd: at('.'),
    interpreter: at('node_modules/.bin/node'),

    // Cluster mode would run the new bot beside the old one on reload.
    exec_mode: 'fork',
    instances: 1,

    // The bot says `ready` when it serves, and gets time to finish its journal when it is asked to stop.
    wait_ready: true,
    listen_timeout: 60_000,
    kill_timeout: 15_000,
    shutdown_with_message: false,

    // pm2's own wrapper would swallow unhandled errors: a bot that has broken would stay "online" and do nothing.
    pmx: false,

    autorestart: true,
    watch: false,
    // A bad configuration does not become good by trying again.
    stop_exit_codes: [78],
    // The bot watches its own heap first; this is the backstop.
    max_memory_restart: '1G',

    // The bot sees that pm2 keeps its stdout in logs/out.log and writes its JSON lines there, once. No `time`: they have theirs.
    out_file: at('logs/out.log'),
    error_file: at('logs/error.log'),
    merge_logs: true,

    env: {NODE_ENV: 'production'},
  },
];
