import {apps as production} from './ecosystem.config.js';

/** Development under pm2: the same bot, started again when its sources change. `pm2 start ecosystem.watch.config.js` */
export const apps = production.map(app => ({
  ...app,
  watch: ['core', 'brokers', 'indicators'],
  watch_delay: 500,
  ignore_watch: ['data', 'logs', 'node_modules', 'dashboard/dist'],
  env: {NODE_ENV: 'development'},
}));
