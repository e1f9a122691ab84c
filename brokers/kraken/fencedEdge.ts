import {type Fence, fenceHttp, fenceSockets} from '../net/fence.ts';
import {openWebSocket} from '../net/openWebSocket.ts';
import {sendHttp} from '../net/sendHttp.ts';
import type {Edge, KrakenUrls} from './Edge.ts';

/** The network behind a fence: what is private or signed leaves only with the right to, prices come in without. */
export const fencedEdge = (fence: Fence, {privateSocket}: KrakenUrls): Pick<Edge, 'openSocket' | 'sendHttp'> => {
  const openFenced = fenceSockets(openWebSocket, fence);

  return {
    openSocket: (url, events) => (url === privateSocket ? openFenced : openWebSocket)(url, events),
    sendHttp: fenceHttp(sendHttp, fence, url => url.includes('/private/')),
  };
};
