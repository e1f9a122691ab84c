import {JournalFailed} from '../../core/runtime/journal/errors.ts';
import type {Step} from '../../core/kernel/Engine.ts';
import type {SocketKind} from '../../brokers/simulator/dialects/kraken/streams/Session.ts';
import {RequestFailure} from '../../brokers/net/RequestFailure.ts';
import {VenueError, VenueUnreachable} from '../../brokers/net/VenueError.ts';
import {SimulatedDisk} from '../journal/SimulatedDisk.ts';
import {busyMind} from './busyMind.ts';
import {Chance} from './Chance.ts';
import {HONEST, Life, type Parts} from './Life.ts';
import {DiskSpeed, MountedDisk} from './MountedDisk.ts';
import {Network, URLS, type WireWatch} from './Network.ts';
import {Oracle} from './oracle/Oracle.ts';
import type {CrashPoint, PlannedFault, ProcessFault, Scenario} from './Scenario.ts';
import {type Owner, Schedule} from './Schedule.ts';
import {settingsFor} from './settings.ts';
import {CREDENTIALS, Venue} from './Venue.ts';

type Crash = Extract<ProcessFault, {name: 'crash'}>;

/** What the supervisor waits for after a process that ended by itself. */
const RESTART_MS = 3_000;
/** How long trading stays stopped until somebody has looked. */
const ATTENDED_AFTER_MS = 90_000;
const ATTEND_EVERY_MS = 30_000;
const ORDINARY: Crash = {name: 'crash', point: 'now', loss: 'process', keeps: 1, downMs: RESTART_MS};

/** Everything at once: venue, network, disk, clock and the bot's lives, with an oracle that sees all of it. */
export class World {
  readonly schedule: Schedule;
  readonly oracle: Oracle;
  readonly venue: Venue;
  crashes = 0;
  /** When the present process begins or began, ms since the beginning. */
  bootsAt = 0;
  /** Faults that struck, by room and name. */
  readonly struck = new Map<string, number>();
  readonly #scenario: Scenario;
  readonly #chance: Chance;
  readonly #network: Network;
  readonly #speed: DiskSpeed;
  readonly #parts: Parts;
  readonly #world: Owner;
  #disk = new SimulatedDisk();
  #life: Life | null = null;
  #owner: Owner;
  #lives = 0;
  #clockJumpMs = 0;
  #armed: Crash | null = null;
  /** An order's line was taken, and what it asks for has not left yet. */
  #hasEffectPending = false;
  #hasDiskFault = false;
  #stoppedSince: number | null = null;

  constructor(scenario: Scenario, parts: Parts = HONEST) {
    const schedule = new Schedule(scenario.seed);
    this.#scenario = scenario;
    this.#parts = parts;
    this.#chance = new Chance(scenario.seed);
    this.schedule = schedule;
    this.venue = new Venue(scenario, schedule);
    this.#world = schedule.owner('world');
    this.#owner = this.#world;
    this.#speed = new DiskSpeed(schedule, this.#chance.stream('disk'));
    this.#network = new Network({
      schedule,
      chance: this.#chance,
      latency: scenario.latency,
      venue: this.venue.owner,
      dialect: () => this.venue.simulation.dialect,
      onVenueTouched: () => this.venue.wake(),
    });
    this.oracle = new Oracle({
      account: this.venue.simulation.account,
      symbol: scenario.symbol,
      settings: settingsFor(scenario),
      grid: this.venue.simulation.exchange.instrument(scenario.symbol) ?? {tick: 1n, lot: 1n},
      secret: CREDENTIALS.apiSecret,
      hides: orderId => this.venue.simulation.dialect.hides(orderId),
      now: () => schedule.now,
    });
    this.venue.simulation.exchange.listen(this.oracle.onVenueEvent);
    for (const fault of scenario.faults) schedule.at(fault.at, this.#world, () => this.#strike(fault));
    schedule.timers(this.#world).every(ATTEND_EVERY_MS, () => this.#attend());
    this.#boot(0);
  }

  get life(): Life | null {
    return this.#life;
  }

  get isRunning(): boolean {
    return this.#life !== null && !this.#life.bot.hasFailed;
  }

  /** From here on nothing goes wrong any more. */
  heal(): void {
    this.#network.heal();
    this.#speed.heal();
    this.#armed = null;
    this.venue.simulation.faults.clear();
  }

  /** The journal's bytes, for the hash of the whole run. */
  journal(): readonly Buffer[] {
    return this.#disk.paths().map(path => this.#disk.bytes(path));
  }

  /** The last word on what the present life knows. */
  endLife(): void {
    if (this.#life !== null) this.oracle.onLifeEnds(this.#life.engine.state);
  }

  fail(error: unknown): void {
    this.oracle.verdict.broken('CRASH', error instanceof Error ? (error.stack ?? error.message) : String(error));
  }

  #boot(afterMs: number): void {
    const owner = this.schedule.owner(`life ${(this.#lives += 1)}`);
    this.#owner = owner;
    this.#life = null;
    this.#hasDiskFault = false;
    this.bootsAt = this.schedule.now + afterMs;
    this.schedule.at(this.bootsAt, owner, () => {
      void this.#live(owner).catch((error: unknown) => {
        if (owner.isGone) return;
        if (!isExpected(error) && !(this.#hasDiskFault && isDiskError(error))) this.fail(error);
        this.#end(ORDINARY);
      });
    });
  }

  async #live(owner: Owner): Promise<void> {
    const {oracle, schedule} = this;
    const {seed, symbol, startsAt, clock, tier, mind, horizonMs} = this.#scenario;
    const random = this.#chance.stream('random', owner.name);
    const disk = this.#disk;
    const watch = this.#watch(owner);
    oracle.beginRecovery(disk);
    const life = await Life.open({
      parts: this.#parts,
      disk: this.#mount(disk, owner),
      edge: {
        urls: URLS,
        patience: 1,
        clock: schedule.clock(
          startsAt,
          () => clock.skewMs + this.#clockJumpMs + (clock.driftMs * schedule.now) / 3_600_000,
        ),
        timers: schedule.timers(owner),
        random: () => random.next(),
        tier,
        openSocket: this.#network.openSocket(owner, watch),
        sendHttp: this.#network.sendHttp(owner, watch),
      },
      mind: busyMind({seed, entryShare: mind.entryShare, restsFrom: startsAt + horizonMs}),
      settings: settingsFor(this.#scenario),
      symbol,
      seed,
      onRecovered: line => oracle.onRecovered(line),
      onBooksOpen: engine => {
        if (!owner.isGone) oracle.onBooksOpen(engine.state);
      },
      onTaken: step => this.#onTaken(step, owner),
      onFailure: error => this.#onFailure(error, owner),
    });
    if (owner.isGone) return;
    this.#life = life;
    await life.start();
  }

  #mount(disk: SimulatedDisk, owner: Owner): MountedDisk {
    return new MountedDisk({
      disk,
      schedule: this.schedule,
      owner,
      speed: this.#speed,
      onWritten: () => {
        if (this.#hasEffectPending) this.#pass('c1', owner);
      },
      onSynced: path => {
        this.oracle.onSynced(disk, path);
        if (this.#hasEffectPending) this.#pass('c2', owner);
        this.#hasEffectPending = false;
      },
    });
  }

  #watch(owner: Owner): WireWatch {
    const {oracle} = this;

    return {
      onSent: (kind, text) => {
        if (kind === 'public') return;
        if (kind === 'private') oracle.wire.onSent(text);
        if (/"method":"(?:add|amend|cancel)_order"/.test(text)) this.#pass('c3', owner);
      },
      onArrived: (kind, text) => {
        if (kind === 'private') oracle.wire.onArrived(text);
      },
      onReceived: (kind, text) => this.#received(kind, text, owner),
    };
  }

  #received(kind: SocketKind | 'rest', text: string, owner: Owner): boolean {
    if (owner.isGone) return false;
    if (kind === 'public') this.oracle.onPublicData(text, /"trade_id":(\d+)/g);
    if (kind === 'rest') this.oracle.onPublicData(text, /,(\d+)\]/g);
    const token = kind === 'rest' ? /"token":"([^"]+)"/.exec(text)?.[1] : undefined;
    if (token !== undefined) this.oracle.onToken(token);
    if (kind === 'private' && /"method":"(?:add|amend|cancel)_order"/.test(text)) this.#pass('c4', owner);

    return !owner.isGone;
  }

  #onTaken(step: Step, owner: Owner): void {
    const life = this.#life;
    if (owner.isGone || life === null) return;
    this.oracle.onTaken(step, life.engine.state);
    if (step.some(({type}) => type === 'OrderSubmitted' || type === 'CancelRequested' || type === 'AmendRequested')) {
      this.#hasEffectPending = true;
      this.#pass('c0', owner);
    }
    const type = step[0]?.type;
    if (type === 'OrderAccepted') this.#pass('c5', owner);
    if (type === 'OrderFilled') this.#pass('c6', owner);
  }

  #onFailure(error: unknown, owner: Owner): void {
    if (owner.isGone) return;
    if (!(error instanceof JournalFailed) || !this.#hasDiskFault) this.fail(error);
    // Somebody frees the disk and starts it again.
    this.schedule.at(this.schedule.now + RESTART_MS, this.#world, () => {
      if (!owner.isGone) this.#end(ORDINARY);
    });
  }

  /** The process dies here when its death was waiting for this moment. */
  #pass(point: CrashPoint, owner: Owner): void {
    const crash = this.#armed;
    if (crash === null || crash.point !== point || owner !== this.#owner || owner.isGone) return;
    this.#end(crash);
  }

  #end({loss, keeps, downMs}: Crash): void {
    this.crashes += 1;
    this.endLife();
    this.#armed = null;
    this.#hasEffectPending = false;
    this.#owner.isGone = true;
    this.#network.abandon(this.#owner);
    this.#disk =
      loss === 'process'
        ? this.#disk.kill()
        : this.#disk.losePower({keepsBytes: count => Math.floor(count * keeps), zeroFills: keeps > 0.7});
    this.#boot(downMs);
  }

  #strike(planned: PlannedFault): void {
    const {room, fault} = planned;
    const name = `${room} ${fault.name}`;
    this.struck.set(name, (this.struck.get(name) ?? 0) + 1);
    switch (room) {
      case 'venue':
        this.venue.simulation.faults.add(fault);
        return this.venue.step();
      case 'network':
        return this.#network.strike(fault);
      case 'disk':
        if (fault.name === 'slow') return this.#speed.slow(fault);
        this.#hasDiskFault = true;
        return this.#disk.failOn(fault.name === 'write-fails' ? 'write' : 'datasync');
      case 'clock':
        this.#clockJumpMs += fault.byMs;
        return;
      case 'operator':
        return this.#command(fault.name);
      case 'process':
        if (fault.name === 'pause') this.#owner.pausedUntil = this.schedule.now + fault.forMs;
        else if (fault.point === 'now') this.#end(fault);
        else this.#armed = fault;
        return;
      default:
        planned satisfies never;
    }
  }

  /** A person looks in now and then, and lets a bot that has stopped trading go on. */
  #attend(): void {
    const isStopped = this.#life !== null && this.#life.engine.state.trading.state !== 'ACTIVE';
    if (!isStopped) {
      this.#stoppedSince = null;
      return;
    }
    this.#stoppedSince ??= this.schedule.now;
    if (this.schedule.now - this.#stoppedSince >= ATTENDED_AFTER_MS) this.#command('resume');
  }

  #command(name: 'halt' | 'resume' | 'flatten'): void {
    const {life} = this;
    if (life === null || life.bot.hasFailed) return;
    void life.bot.command(name, 'simulated', 'simulation').catch((error: unknown) => {
      if (!life.bot.hasFailed) this.fail(error);
    });
  }
}

/** What a start may fail with where the network and the venue do: the supervisor tries again. */
const isExpected = (error: unknown): boolean =>
  error instanceof VenueUnreachable ||
  error instanceof VenueError ||
  error instanceof RequestFailure ||
  (error instanceof Error && /^(?:Cannot reach|The connection to)/.test(error.message));

const isDiskError = (error: unknown): boolean =>
  error instanceof JournalFailed || (error instanceof Error && 'code' in error && error.code === 'EIO');
