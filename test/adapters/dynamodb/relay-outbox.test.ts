import { describe, expect, it } from 'vitest';
import { readDeparture } from '../../../adapters/dynamodb/relay-outbox.ts';
import { aChatDeparture, aDeparture, aMessage } from '../../support/contract-relay.ts';

describe('a row of the relay’s outbox', () => {
  it('is read as it was written before there was a chat', () => {
    const row = {
      conversationId: 'conversation 0',
      message: { id: 'message-0', from: 'a', at: 1_000, bodyDigest: 'digest 0' },
      alias: aDeparture().alias,
      rawKey: 'inbound/one',
      rawDigest: 'digest of the raw mail',
      thread: { references: ['message-0.t@example.org'] },
      isOnly: true,
    };
    expect(readDeparture(row)).toEqual(aDeparture());
  });

  it('is read as what was written in the chat', () => {
    const departure = aChatDeparture(aMessage(), { fromSeq: 3, toSeq: 5 });
    expect(readDeparture(JSON.parse(JSON.stringify(departure)))).toEqual(departure);
  });

  it.each([
    ['both at once', { ...aDeparture(), chat: { fromSeq: 1, toSeq: 1 } }],
    ['neither', { ...aChatDeparture(aMessage(), { fromSeq: 1, toSeq: 1 }), chat: undefined }],
    ['of a newer version', { ...aDeparture(), more: true }],
    ['no place in the chat', aChatDeparture(aMessage(), { fromSeq: 0, toSeq: 1 })],
  ])('is none of ours where it is %s', (_what, row) => {
    expect(readDeparture(JSON.parse(JSON.stringify(row)))).toBeUndefined();
  });
});
