import {connect} from 'node:net';
import {createInterface} from 'node:readline';
import {nodeTimers} from '../../core/runtime/clock.ts';
import {AccountLeased} from '../../core/runtime/lock/AccountLease.ts';
import {LeaseKeeper} from '../../core/runtime/lock/LeaseKeeper.ts';
import {machineMs} from '../../core/runtime/lock/machineClock.ts';

/**
 * A process that wants one account and sends while it has it: `take`, `drop`. Each message has the sender's epoch and a deadline, as an
 * order has, and leaves in the turn in which the lease was asked.
 */
const [directory = '', port = '', leaseMs = '', takeoverMs = '', orderMs = ''] = process.argv.slice(2);
const SEND_MS = 2;
const venue = connect(Number(port), '127.0.0.1');
let keeper: LeaseKeeper | null = null;

setInterval(() => {
  if (keeper?.isHeld() === true) venue.write(`${process.pid} ${keeper.epoch} ${machineMs() + Number(orderMs)}\n`);
}, SEND_MS);

const take = (): string => {
  try {
    keeper ??= new LeaseKeeper({
      directory,
      account: 'test account',
      port: 3010,
      since: 1_700_000_000_000,
      timers: nodeTimers,
      times: {leaseMs: Number(leaseMs), takeoverMs: Number(takeoverMs)},
    });

    return `held ${process.pid}`;
  } catch (error) {
    if (error instanceof AccountLeased) return `leased by ${error.holder.pid}`;
    throw error;
  }
};

const drop = (): string => {
  keeper?.stop();
  keeper = null;

  return 'dropped';
};

venue.setNoDelay(true);
for await (const line of createInterface({input: process.stdin})) {
  process.stdout.write(`${line === 'take' ? take() : drop()}\n`);
}
