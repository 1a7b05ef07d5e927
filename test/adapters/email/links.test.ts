import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import {
  absolute,
  conversationPath,
  endRemindersPath,
  metPath,
  mePath,
  readConversationToken,
  readMetToken,
  readSkipToken,
  readUnsubscribeToken,
  signInPath,
  skipPath,
  surveyPath,
  unsubscribePath,
} from '../../../adapters/http/links.ts';
import { conversation, reader, secrets, weekOf } from './mail-builders.ts';

const about = { member: reader, week: weekOf('2026-W48') };
const tokenOf = (path: string): string => new URLSearchParams(path.slice(path.indexOf('?'))).get('token') ?? '';
const readers = {
  unsubscribe: readUnsubscribeToken,
  reminders: readUnsubscribeToken,
  skip: readSkipToken,
  met: readMetToken,
  conversation: readConversationToken,
};
const made = {
  unsubscribe: unsubscribePath(secrets, reader),
  reminders: endRemindersPath(secrets, reader),
  skip: skipPath(secrets, about),
  met: metPath(secrets, about, 'yes'),
  conversation: conversationPath(secrets, conversation),
};
const kinds = Object.keys(made) as (keyof typeof made)[];

describe('a link in a mail', () => {
  it('is read back as what it was made about', () => {
    expect(readUnsubscribeToken(secrets, tokenOf(made.unsubscribe))).toEqual({ member: reader });
    expect(readUnsubscribeToken(secrets, tokenOf(made.reminders))).toEqual({ member: reader, kind: 'survey-reminder' });
    expect(readSkipToken(secrets, tokenOf(made.skip))).toEqual(about);
    expect(readMetToken(secrets, tokenOf(made.met))).toEqual(about);
    for (const deed of [undefined, 'mute', 'unmute', 'end', 'report'] as const)
      expect(readConversationToken(secrets, tokenOf(conversationPath(secrets, conversation, deed)))).toBe(conversation);
  });

  it('serves its one purpose and no other', () => {
    for (const kind of kinds)
      for (const other of kinds) if (readers[other] !== readers[kind]) expect(readers[other](secrets, tokenOf(made[kind]))).toBeUndefined();
  });

  it.prop([fc.constantFrom(...kinds), fc.nat(), fc.string({ minLength: 1, maxLength: 1 })])(
    'is nothing once a character of it was changed',
    (kind, at, character) => {
      const token = tokenOf(made[kind]);
      const place = at % token.length;
      fc.pre(token[place] !== character);
      expect(readers[kind](secrets, `${token.slice(0, place)}${character}${token.slice(place + 1)}`)).toBeUndefined();
    },
  );

  it.prop([fc.constantFrom(...kinds), fc.string()])('is not made of anything that somebody may type', (kind, text) => {
    expect(readers[kind](secrets, text)).toBeUndefined();
  });

  it('carries the token in its query and nothing else', () => {
    expect(surveyPath('m_x.a-b_c')).toBe('/survey?token=m_x.a-b_c');
    expect(signInPath('a b&c')).toBe('/sign-in?token=a%20b%26c');
    expect(absolute('https://circle.example.com/', mePath)).toBe('https://circle.example.com/me');
  });
});
