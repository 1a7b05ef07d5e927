import { describe, expect, it } from 'vitest';
import { asTyped } from '../../../adapters/files/answers-as-typed.ts';
import { readMembers } from '../../../adapters/files/members-file.ts';
import { type Answer, answerReaders } from '../../../domain/introductions/answers.ts';
import { answersCharactersMax } from '../../../domain/membership/given-answers.ts';
import { aQuestion, aSurvey, optionsOf } from '../../arbitraries/community.ts';

const survey = aSurvey(
  aQuestion({ id: 'colour', options: optionsOf('red', 'blue'), required: true }),
  aQuestion({ id: 'days', kind: 'multi', options: optionsOf('mon', 'tue', 'wed') }),
  aQuestion({ id: 'plan', kind: 'scale' }),
  aQuestion({ id: 'zone', kind: 'timezone' }),
  ...Array.from({ length: 16 }, (_, at) => aQuestion({ id: `about${String(at)}`, kind: 'text', matching: { rule: 'ignore' } })),
);
const joining = (text: string, membersMax = 50) => readMembers(text, { file: 'members.csv', survey, membersMax, joining: true });
const said = (text: string) => joining(text).problems.kept.map(({ line, column, code }) => [line, column, code]);

describe('a file of people who are to become members', () => {
  it('need not answer what the survey insists on: each is asked for it', () => {
    expect(joining('email,name\nana@example.com,Ana\n')).toMatchObject({ badRows: 0, members: [{ name: 'Ana' }] });
    expect(readMembers('email,name\nana@example.com,Ana\n', { file: 'members.csv', survey, membersMax: 5 }).badRows).toBe(1);
  });

  it('names everybody as a member may be called', () => {
    expect(said('email,name\na@example.com,\nb@example.com,www.example\nc@example.com,Cleo <b>\n')).toEqual([
      [2, 'name', 'membership.name_missing'],
      [3, 'name', 'membership.name_link'],
      [4, 'name', 'membership.name_characters'],
    ]);
  });

  it('refuses a wrong answer, and answers that are too long for a draft all told', () => {
    expect(said('email,name,colour\na@example.com,Ana,green\n')).toEqual([[2, 'colour', 'answer.not_an_option']]);
    const long = Array.from({ length: 16 }, () => 'x'.repeat(Math.ceil(answersCharactersMax / 16))).join(',');
    const columns = Array.from({ length: 16 }, (_, at) => `about${String(at)}`).join(',');
    expect(said(`email,name,${columns}\na@example.com,Ana,${long}\n`)).toEqual([[2, null, 'membership.answers_too_long']]);
  });

  it('says that it is too long in words of its own', () => {
    const { refused, problems } = joining('email,name\na@example.com,Ana\nb@example.com,Ben\n', 1);
    expect([refused, problems.kept[0]?.message]).toEqual([true, expect.stringContaining('split it')]);
  });
});

it('answers as the form would send them are read as the same answers', () => {
  const { members } = joining('email,name,colour,days,plan,zone,about0\na@example.com,Ana,RED,wed; mon,4,Europe/Lisbon,some words; more\n');
  const answers = members[0]?.answers ?? new Map<string, Answer>();
  const typed = asTyped(answers);
  expect(typed).toEqual({ colour: ['red'], days: ['mon', 'wed'], plan: ['4'], zone: ['Europe/Lisbon'], about0: ['some words; more'] });
  const readers = answerReaders(survey);
  const again = new Map(Object.entries(typed).map(([id, texts]) => [id, readers.get(id)?.(texts)]));
  for (const [id, answer] of answers) expect(again.get(id)).toEqual({ ok: true, value: answer });
});
