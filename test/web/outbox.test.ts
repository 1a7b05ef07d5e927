import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeOutbox, pendingFrom, staleAfterMs, type Waiting } from '../../web/chat/outbox.ts';
import { keptInMemory } from './page-world.ts';

const aWaiting = (over: Partial<Waiting> = {}): Waiting => ({ thread: 'conversation-1', id: 'message-1', at: 1, text: 'Hello', ...over });

describe('what waits to be sent', () => {
  it('is there in the order in which it was written, whoever looks', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat({ max: 500 }), { maxLength: 40 }), (times) => {
        const kept = keptInMemory();
        for (const at of times) makeOutbox({ kept, box: 'ana' }).put(aWaiting({ at, id: `message-${String(at)}` }));
        const sorted = [...times].sort((one, other) => one - other);
        expect(
          makeOutbox({ kept, box: 'ana' })
            .waiting()
            .map(({ at }) => at),
        ).toEqual(sorted);
      }),
    );
  });

  it('is not shown to another member who uses the same browser', () => {
    const kept = keptInMemory();
    makeOutbox({ kept, box: 'ana' }).put(aWaiting());
    expect(makeOutbox({ kept, box: 'ben' }).waiting()).toEqual([]);
    makeOutbox({ kept, box: 'ben' }).remove('conversation-1', 'message-1');
    expect(makeOutbox({ kept, box: 'ana' }).waiting()).toHaveLength(1);
  });

  it('survives what others left in the same place', () => {
    const kept = keptInMemory();
    for (const [at, value] of ['', 'null', '{}', '[]', '{"thread":1}', 'no json'].entries())
      kept.set(`loop.chat.ana.x.${String(at)}`, value);
    const outbox = makeOutbox({ kept, box: 'ana' });
    outbox.put(aWaiting());
    expect(outbox.waiting()).toEqual([{ ...aWaiting(), failed: undefined }]);
  });

  it('goes out by itself for a day', () => {
    expect(pendingFrom(aWaiting(), 1 + staleAfterMs).status).toBe('waiting');
    expect(pendingFrom(aWaiting(), 2 + staleAfterMs).status).toBe('failed');
  });
});
