/** Our own client behind the gateway: what PROTOCOL.md asks of clients, it does. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../packages/client/src/connect.ts';
import { watchMission } from '../../packages/client/src/watch-mission.ts';
import { Conversation } from './support/conversation.ts';
import { aMemoryStore, behindTheGateway, type GatewayEndpoint } from './support/socket-endpoints.ts';
import { aMission, CANCEL } from './transcripts/conversation-parts.ts';

let to: GatewayEndpoint;
beforeEach(async () => {
  to = await behindTheGateway(aMemoryStore());
});
afterEach(async () => {
  Conversation.endAll();
  await to.stop();
});

describe('the client', () => {
  it('gives every event once and in order, also when the gateway closes its socket in between', async () => {
    const writer = await Conversation.begin(to);
    const { missionId, sequence: begun } = await aMission(writer);
    const client = connect({ url: to.url.replace(/^ws/, 'http'), key: to.token });
    const sequences: number[] = [];
    let last = Number.POSITIVE_INFINITY;

    for await (const { sequence } of watchMission(client, { missionId, after: 0 })) {
      sequences.push(sequence);
      if (sequence === begun) {
        await to.dropAll();
        const other = await Conversation.begin(to);
        ({ sequence: last } = (await other.ask(CANCEL, { id: missionId })).cancelMission);
      }
      if (sequence === last) break;
    }

    expect(sequences).toEqual(Array.from({ length: last }, (_, at) => at + 1));
    await client.close();
  });

  it('tells a refusal to whoever subscribed', async () => {
    const client = connect({ url: to.url.replace(/^ws/, 'http'), key: 'nonsense' });
    const watch = watchMission(client, { missionId: 'mis_01M7YK9945NEHEJJHJ6VKX2E7D' });

    await expect(watch.next()).rejects.toMatchObject({ failure: 'UNAUTHENTICATED' });
    await client.close();
  });
});
