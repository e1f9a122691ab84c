import fc from 'fast-check';
import {describe, expect, it, vi} from 'vitest';
import type {AnyEnvelope} from '../../core/domain/Event.ts';
import {stepJournal} from '../../core/runtime/openBooks.ts';
import {FIRST_SEGMENT, open} from '../journal/journals.ts';
import {SimulatedDisk} from '../journal/SimulatedDisk.ts';
import {MINUTE, START, SYMBOL} from '../support/accounts.ts';
import {EngineWorld} from '../support/engineWorld.ts';
import {ofType} from '../support/kernelWorld.ts';
import {scriptedMind} from '../support/scriptedMind.ts';
import {type Sent, TappedBroker} from '../support/TappedBroker.ts';

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 3; turn += 1) await new Promise(resolve => setImmediate(resolve));
};

/** The whole bot on a disk that the test breaks: everything that leaves is held against what is on the medium then. */
class Witness {
  readonly disk = new SimulatedDisk();
  readonly sent: Sent[] = [];
  /** What left before its line was on the medium. */
  readonly early: Sent[] = [];
  #world: EngineWorld | null = null;
  #broker: TappedBroker | null = null;
  #bars = 0;
  /** A market goes on once what it said has been acted on. */
  #played: Promise<void> = Promise.resolve();

  static async start(): Promise<Witness> {
    const witness = new Witness();
    const {journal} = await open(witness.disk);
    witness.#world = await EngineWorld.start({
      mind: scriptedMind(count => (count % 4 === 1 ? 'buy' : null), {trailingDistance: 1, maxBars: 6}),
      journal: stepJournal(journal, () => undefined),
      tap: broker => (witness.#broker = new TappedBroker(broker, sent => witness.#onSend(sent))),
    });

    return witness;
  }

  get world(): EngineWorld {
    if (this.#world === null) throw new Error('The witness has not started.');

    return this.#world;
  }

  get broker(): TappedBroker {
    if (this.#broker === null) throw new Error('The witness has not started.');

    return this.#broker;
  }

  get hasFailed(): boolean {
    return this.world.bot.hasFailed;
  }

  /** A bar comes; the disk may keep what follows of it waiting. */
  async bar(close: number): Promise<void> {
    const time = START + this.#bars * MINUTE;
    const candle = {time, open: close - 0.5, high: close + 1, low: close - 1, close, volume: 1_000};
    this.#bars += 1;
    this.#played = this.#played.then(() => this.world.market.bar(SYMBOL, candle));
    await settled();
  }

  async command(name: 'halt' | 'resume' | 'flatten'): Promise<void> {
    void this.world.bot.command(name, 'test', 'test').catch(() => undefined);
    await settled();
  }

  #onSend(sent: Sent): void {
    this.sent.push(sent);
    const durable = this.disk.durableBytes(FIRST_SEGMENT).toString('utf8');
    if (!linesFor(durable, sent)) this.early.push(sent);
  }
}

const linesFor = (text: string, {type, clientOrderId}: Sent): boolean =>
  text
    .split('\n')
    .some(line => line.includes(`"type":"${type}"`) && line.includes(`"clientOrderId":"${clientOrderId}"`));

/** A market that rises, falls and turns, so that entries, stops, trailing stops and cancels all happen. */
const PRICES = [100, 101, 103, 105, 104, 102, 99, 100, 102, 104, 107, 105, 101, 98, 99, 101, 104, 106, 103, 100];

describe('the send seam', () => {
  it('keeps back an entry that was decided before the account was lost, and says that it never left', async () => {
    const witness = await Witness.start();
    const release = witness.disk.holdDatasync();
    await witness.bar(100);
    const [entry] = [...witness.world.state.orders.values()];
    expect(entry?.intent.purpose).toBe('entry');
    witness.broker.lose('test');
    release();
    await vi.waitFor(() => expect(entry?.status).toBe('REJECTED'));

    expect(witness.sent).toEqual([]);
    expect(ofType(witness.world.lines, 'OrderRejected').map(({data}) => data.code)).toEqual(['NOT_SENT']);
    expect(witness.hasFailed).toBe(false);
  });

  it('lets exits and cancels leave while the account is lost', async () => {
    const witness = await Witness.start();
    await witness.bar(100);
    await witness.bar(101);
    witness.broker.lose('test');
    const {length} = witness.sent;
    await witness.command('flatten');

    const left = witness.sent.slice(length).map(({type}) => type);
    expect(left).toContain('CancelRequested');
    expect(left).toContain('OrderSubmitted');
    expect(witness.early).toEqual([]);
  });
});

describe('write-ahead', () => {
  it('orders, cancels and amendments leave, each after its own line is on the medium', async () => {
    const witness = await Witness.start();
    for (const price of PRICES) await witness.bar(price);
    await witness.command('flatten');
    await settled();

    expect(new Set(witness.sent.map(({type}) => type))).toEqual(
      new Set(['OrderSubmitted', 'CancelRequested', 'AmendRequested']),
    );
    expect(witness.early).toEqual([]);
  });

  it('nothing leaves while the disk keeps its answer to itself, and all of it after', async () => {
    const witness = await Witness.start();
    const release = witness.disk.holdDatasync();
    await witness.bar(100);
    await witness.bar(101);
    await witness.command('flatten');
    expect(witness.world.state.orders.size).toBeGreaterThan(0);
    expect(witness.sent).toEqual([]);

    release();
    await vi.waitFor(() => expect(witness.sent.length).toBeGreaterThan(0));
    expect(witness.early).toEqual([]);
  });

  it.each(['write', 'datasync'] as const)(
    'nothing leaves any more after a failed %s, though the bot is asked to',
    async operation => {
      const witness = await Witness.start();
      for (const price of PRICES.slice(0, 6)) await witness.bar(price);
      witness.disk.failOn(operation);
      await witness.bar(106);
      expect(witness.hasFailed).toBe(true);
      const {length} = witness.sent;

      for (const price of PRICES) await witness.bar(price);
      await witness.command('flatten');
      expect(witness.sent).toHaveLength(length);
      expect(witness.early).toEqual([]);
    },
  );

  it('after a loss of power at any moment the journal knows everything that had left', async () => {
    const anyLife = fc.record({
      closes: fc.array(fc.integer({min: 95, max: 106}), {minLength: 6, maxLength: 16}),
      holdAt: fc.nat(15),
      releaseAfter: fc.integer({min: 1, max: 4}),
      flattenAt: fc.nat(20),
      fault: fc.constantFrom('write', 'datasync', 'none'),
      faultAt: fc.nat(15),
      keeps: fc.double({min: 0, max: 1, noNaN: true}),
    } as const);

    await fc.assert(
      fc.asyncProperty(anyLife, async ({closes, holdAt, releaseAfter, flattenAt, fault, faultAt, keeps}) => {
        const witness = await Witness.start();
        let release = (): void => undefined;
        for (const [index, close] of closes.entries()) {
          if (index === holdAt) release = witness.disk.holdDatasync();
          if (index === holdAt + releaseAfter) release();
          if (index === faultAt && fault !== 'none') witness.disk.failOn(fault);
          if (index === flattenAt) await witness.command('flatten');
          await witness.bar(close);
        }
        const sent = [...witness.sent];
        const after = witness.disk.losePower({keepsBytes: bytes => Math.floor(bytes * keeps), zeroFills: false});
        const {envelopes} = await open(after);

        expect(sent.filter(one => !isKnown(envelopes as readonly AnyEnvelope[], one))).toEqual([]);
        expect(witness.early).toEqual([]);
        release();
      }),
      {numRuns: 60},
    );
  });
});

const isKnown = (lines: readonly AnyEnvelope[], {type, clientOrderId}: Sent): boolean =>
  lines.some(line => line.type === type && 'clientOrderId' in line.data && line.data.clientOrderId === clientOrderId);
