import {PaperBroker} from '../../brokers/paper/PaperBroker.ts';
import {brokerContract} from '../contracts/brokerContract.ts';
import {MARGIN, MINUTE, bar, usd} from '../matching/orders.ts';
import {ScriptedMarket} from '../matching/ScriptedMarket.ts';

const HISTORY = [0, 1, 2, 3].map(index => bar(index, 100, 101, 99, 100));

brokerContract('PaperBroker', async kind => {
  const source = new ScriptedMarket([{...MARGIN, kind}], HISTORY, 4 * MINUTE);
  const adapter = new PaperBroker({source, balances: usd('10000')});

  return {
    adapter,
    symbol: MARGIN.symbol,
    trade: (price, quantity) => source.trade(MARGIN.symbol, price, quantity, 1000),
  };
});
