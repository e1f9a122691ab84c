import type {Runner} from './readme.ts';

const FAULTS = 'tests/contracts/faultContract.ts';
const RECONCILING = 'tests/runtime/reconciling.test.ts';

/** Which test holds the bot to which line of the README's "What happens when…". */
export const README_TROUBLES: Readonly<Record<string, Runner>> = {
  'the answer to an order is lost': {file: FAULTS, test: 'the order is found, and never sent again'},
  'an order never reached the exchange': {
    file: 'tests/kraken/KrakenBroker.test.ts',
    test: 'is absent only after its deadline and two searches of both lists, two seconds apart',
  },
  'an order fills before it is acknowledged, or a fill is told twice': {
    file: FAULTS,
    test: 'the order is accepted once and filled once',
  },
  'an older data directory is put back from a backup': {
    file: 'tests/process/restoredBackup.test.ts',
    test: 'an older data directory that is put back takes up no name that an order has had',
  },
  'the private connection breaks': {
    file: RECONCILING,
    test: 'closes the gate at once, and opens it only after a comparison that came later',
  },
  'the exchange is gone for a while': {
    file: 'tests/process/krakenSim.test.ts',
    test: 'an exchange that is killed and comes back at its place is found by the bot that was there',
  },
  'the socket lives and says nothing': {
    file: FAULTS,
    test: 'it is noticed within fifteen seconds, and the feed comes back',
  },
  'one channel of a living socket stops': {
    file: FAULTS,
    test: 'it is noticed although the socket lives, and no trade is lost',
  },
  'nobody trades for a while': {
    file: 'tests/runtime/feedHealth.test.ts',
    test: 'a market without trades is not lost while anything is heard of it',
  },
  'the order book does not add up': {file: FAULTS, test: 'the market does not count until a fresh book is there'},
  'the exchange goes into maintenance, or takes cancels only': {
    file: 'tests/kraken/instruments.test.ts',
    test: 'a market that takes no new orders is lost until it does again',
  },
  'the exchange changes tick size or minimums': {
    file: 'tests/kernel/marketRules.test.ts',
    test: 'a stop that is off the new grid moves towards the entry',
  },
  "the exchange's clock is seconds off ours": {
    file: FAULTS,
    test: 'a venue two seconds ahead or behind takes orders all the same',
  },
  "the exchange's call limit is near": {
    file: 'tests/kraken/KrakenBroker.test.ts',
    test: 'is refused without being sent when the venue would count too many; what reduces goes through',
  },
  'the bot is killed at any moment, also between sending an order and hearing of it': {
    file: 'tests/killLoop/killLoop.test.ts',
    test: 'a bot and its exchange agree each time that it is back',
  },
  'the power fails': {
    file: 'tests/runtime/writeAhead.test.ts',
    test: 'after a loss of power at any moment the journal knows everything that had left',
  },
  'the disk is full or fails': {
    file: 'tests/process/fullDisk.test.ts',
    test: 'on a full disk the bot says what to do, goes 503, sends nothing more, and goes on once there is room',
  },
  'the journal ends in half a line': {
    file: 'tests/journal/recovery.test.ts',
    test: 'cut at any byte leaves exactly the whole steps before it, with a copy of the rest',
  },
  'the bot is silent for a minute with orders resting': {
    file: FAULTS,
    test: 'what the venue cancels for our silence is told as cancelled',
  },
  'two bots are started on one account': {
    file: 'tests/process/oneAccount.test.ts',
    test: 'a second bot on the account does not start: it names the first, and may be tried again',
  },
  'the exchange denies an order that it had accepted': {
    file: 'tests/kraken/forgotten.test.ts',
    test: 'stays unknown for two hours when it can open a position, and is found once the venue knows it again',
  },
  'one trade is far off all others': {
    file: 'tests/brokers/candleBuilder.test.ts',
    test: 'makes its bar suspect, and stays in it',
  },
  'the bot has run for months, and its journal is long': {
    file: 'tests/process/killed.test.ts',
    test: 'killed again and again, a bot that starts from a checkpoint goes on like one that has read everything',
  },
  'a bot was paused, and another one has its account when it wakes up': {
    file: 'tests/process/oneAccount.test.ts',
    test: 'a bot that was stopped past its lease wakes up and sends nothing',
  },
  'a position stands without a stop at the exchange and unwatched': {
    file: 'tests/runtime/naked.test.ts',
    test: 'is measured, and alarms once when it lasts',
  },
  'somebody trades by hand on the account, or pays in': {
    file: RECONCILING,
    test: 'a deposit is noticed, takes the permission to open, and is followed once a person resumes',
  },
  "somebody else's orders rest there": {
    file: RECONCILING,
    test: 'those of others are counted, said, and never touched',
  },
  'the market passed the stop while a paper bot was down': {
    file: 'tests/runtime/downtime.test.ts',
    test: 'a stop that the market passed while the bot was down has filled when it is up again, at the gap',
  },
  'the price jumps over the stop': {
    file: 'tests/matching/fillModel.rules.test.ts',
    test: 'a stop triggers on touch, and a gap is punished',
  },
  'you press Halt': {
    file: 'tests/process/halting.test.ts',
    test: 'is the last word: nothing new, what rests is cancelled, and a restart keeps it',
  },
};
