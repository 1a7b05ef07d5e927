import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { RawMails } from '../../domain/relay/ports.ts';

export interface OpenedRawMails {
  readonly mails: RawMails;
  /** As the same mails are seen by another process. */
  readonly other: RawMails;
  readonly put: (key: string, bytes: Uint8Array) => Promise<void>;
  readonly close: () => Promise<void>;
}

export const rawMailsContract = (kind: string, open: () => Promise<OpenedRawMails>): void => {
  const given = (clause: (opened: OpenedRawMails) => Promise<void>) => async () => {
    const opened = await open();
    await clause(opened).finally(opened.close);
  };
  describe(`RawMails ${kind}`, () => {
    it(
      'has none at first, and removes what is not there',
      given(async ({ mails }) => {
        expect(await mails.read('inbound/one', 100)).toBe('missing');
        await mails.remove('inbound/one');
      }),
    );

    it(
      'gives back every byte of a mail, whatever its key',
      given(async ({ mails, other, put }) => {
        const bytes = randomBytes(200_000);
        for (const key of ['inbound/one', 'one', '..', 'é ~#%/+']) {
          await put(key, bytes);
          for (const reader of [mails, other])
            expect(Buffer.from((await reader.read(key, 200_000)) as Uint8Array).equals(bytes)).toBe(true);
        }
      }),
    );

    it(
      'gives one that is as large as it may be, and none that is larger by a byte',
      given(async ({ mails, put }) => {
        await put('inbound/one', new Uint8Array(1_000));
        expect(await mails.read('inbound/one', 1_000)).toHaveLength(1_000);
        expect(await mails.read('inbound/one', 999)).toBe('too_large');
      }),
    );

    it(
      'keeps an empty one apart from none',
      given(async ({ mails, put }) => {
        await put('inbound/one', new Uint8Array());
        expect(await mails.read('inbound/one', 0)).toHaveLength(0);
      }),
    );

    it(
      'removes one for good and leaves the others, as often as it is said',
      given(async ({ mails, other, put }) => {
        for (const key of ['inbound/one', 'inbound/two']) await put(key, new Uint8Array(3));
        for (const each of [mails, other]) await each.remove('inbound/one');
        expect([await mails.read('inbound/one', 9), await other.read('inbound/two', 9)]).toEqual(['missing', expect.anything()]);
      }),
    );

    it(
      'has the last of what was put under one key',
      given(async ({ mails, put }) => {
        for (const length of [9, 4]) await put('inbound/one', new Uint8Array(length));
        expect(await mails.read('inbound/one', 9)).toHaveLength(4);
      }),
    );

    it(
      'reads many at once',
      given(async ({ mails, put }) => {
        const keys = Array.from({ length: 20 }, (_, at) => `inbound/${String(at)}`);
        await Promise.all(keys.map(async (key, at) => put(key, new Uint8Array(at))));
        expect(await Promise.all(keys.map(async (key) => (await mails.read(key, 50)).length))).toEqual(keys.map((_, at) => at));
      }),
    );
  });
};
