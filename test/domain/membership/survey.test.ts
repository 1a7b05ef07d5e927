import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTableMembers } from '../../../adapters/dynamodb/members-in-table.ts';
import { dayMs, type Instant } from '../../../domain/kernel/instant.ts';
import { weeksAfter } from '../../../domain/kernel/iso-week.ts';
import { answersCharactersMax } from '../../../domain/membership/given-answers.ts';
import type { Member } from '../../../domain/membership/member.ts';
import { takesPart } from '../../../domain/membership/taking-part.ts';
import {
  activeMember,
  codeOf,
  fullAnswers,
  invitedMember,
  membershipOver,
  membershipWorld,
  nextWeek,
  start,
  valueOf,
  type Membership,
  type MembershipWorld,
} from '../../support/membership-world.ts';
import { poison } from '../../support/poison.ts';
import { scheduled } from '../../support/scheduled.ts';

const firstRound = { week: nextWeek, roundAt: Date.UTC(2026, 10, 24, 8) as Instant };
const memberIn = async (world: MembershipWorld, { member }: { readonly member: Member['id'] }): Promise<Member> =>
  (await world.ports.members.find(member)) as Member;
const welcomes = (world: MembershipWorld): readonly unknown[] => world.mails().filter(({ template }) => template === 'welcome');

describe('handing the survey in', () => {
  it('makes an invited member an active one, and welcomes them with the date of the next round', async () => {
    const world = await membershipWorld();
    const ana = await invitedMember(world);
    expect(await poison(() => world.handIn({ member: ana.member, ...fullAnswers }))).toEqual({
      ok: true,
      value: { kind: 'welcomed', next: firstRound },
    });
    expect(await memberIn(world, ana)).toMatchObject({
      stage: { name: 'active' },
      answers: { ...fullAnswers, at: start },
      draft: undefined,
    });
    expect(welcomes(world)).toEqual([{ template: 'welcome', to: ana.member, ...firstRound }]);
  });

  it('twice welcomes once', async () => {
    const world = await membershipWorld();
    const ana = await activeMember(world);
    expect(valueOf(await world.handIn({ member: ana.member, ...fullAnswers })).kind).toBe('changed');
    expect(welcomes(world)).toHaveLength(1);
  });

  it('again changes the answers; after the round it is the one after that is named', async () => {
    const world = await membershipWorld();
    const ana = await activeMember(world);
    world.moveTo(firstRound.roundAt);
    const changed = valueOf(await world.handIn({ member: ana.member, version: 1, texts: { languages: ['pt'] } }));
    expect(changed).toEqual({ kind: 'changed', next: { week: weeksAfter(nextWeek, 1), roundAt: firstRound.roundAt + 7 * dayMs } });
    expect((await memberIn(world, ana)).answers?.texts).toEqual({ languages: ['pt'] });
  });

  it('leaves a pause a pause', async () => {
    const world = await membershipWorld();
    const ana = await activeMember(world);
    await world.pause({ member: ana.member, until: undefined });
    valueOf(await world.handIn({ member: ana.member, ...fullAnswers }));
    expect((await memberIn(world, ana)).stage).toEqual({ name: 'paused', until: undefined });
  });

  it('is refused with what is wrong by question, and what was typed is kept', async () => {
    const world = await membershipWorld();
    const ana = await invitedMember(world);
    const texts = { languages: [], work: ['a mural'] };
    expect(await world.handIn({ member: ana.member, version: 1, texts })).toEqual({
      ok: false,
      error: {
        code: 'membership.answers_refused',
        problems: [{ question: 'languages', code: 'answer.required', help: 'this question must be answered' }],
      },
    });
    expect(await memberIn(world, ana)).toMatchObject({ stage: { name: 'invited' }, answers: undefined, draft: { version: 1, texts } });
    expect(welcomes(world)).toEqual([]);
  });

  it('is refused when the survey changed meanwhile, and what was typed is kept', async () => {
    const world = await membershipWorld();
    const ana = await activeMember(world);
    world.askVersion(2);
    const refused = await world.handIn({ member: ana.member, version: 1, texts: { languages: ['pt'] } });
    expect(refused).toEqual({ ok: false, error: { code: 'membership.survey_changed', version: 2 } });
    expect(await memberIn(world, ana)).toMatchObject({ answers: fullAnswers, draft: { version: 1, texts: { languages: ['pt'] } } });
    expect(valueOf(await world.handIn({ member: ana.member, version: 2, texts: { languages: ['pt'] } })).kind).toBe('changed');
  });

  it('brings nobody in who was suspended', async () => {
    const world = await membershipWorld();
    const ana = await invitedMember(world);
    await world.suspend(ana);
    expect(codeOf(await world.handIn({ member: ana.member, ...fullAnswers }))).toBe('membership.suspended');
    expect((await memberIn(world, ana)).stage).toEqual({ name: 'invited' });
  });

  it('from two tabs at once keeps one of both as a whole, and welcomes once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (s) => {
        const world = await membershipWorld();
        const ana = await invitedMember(world);
        const tab = (): Membership => membershipOver({ ...world.ports, members: createTableMembers(scheduled(s, world.table, 'table')) });
        const one = { languages: ['en'], work: ['one'] };
        const other = { languages: ['pt'], work: ['other'] };
        const answers = await s.waitFor(
          Promise.all([
            tab().handIn({ member: ana.member, version: 1, texts: one }),
            tab().handIn({ member: ana.member, version: 1, texts: other }),
            tab().saveDraft({ member: ana.member, version: 1, texts: one }),
          ]),
        );
        expect(answers.every(({ ok }) => ok)).toBe(true);
        expect([one, other]).toContainEqual((await memberIn(world, ana)).answers?.texts);
        expect(welcomes(world)).toHaveLength(1);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a draft', () => {
  it('is kept however unfinished, and changes nothing that was handed in', async () => {
    const world = await membershipWorld();
    const ana = await activeMember(world);
    valueOf(await poison(() => world.saveDraft({ member: ana.member, version: 1, texts: { languages: [] } })));
    expect(await memberIn(world, ana)).toMatchObject({ answers: fullAnswers, draft: { texts: { languages: [] } } });
  });

  it('of one tab does not wipe out what another tab answered elsewhere', async () => {
    const world = await membershipWorld();
    const { member } = await invitedMember(world);
    await world.saveDraft({ member, version: 1, texts: { languages: ['en'], work: ['old'] } });
    await world.saveDraft({ member, version: 1, texts: { work: ['new'] } });
    expect((await memberIn(world, { member })).draft?.texts).toEqual({ languages: ['en'], work: ['new'] });
  });

  it('may hold any text under any id that a question can have', async () => {
    const ids = fc.oneof(fc.stringMatching(/^[a-z][a-z0-9_-]{0,39}$/), fc.constantFrom('constructor', 'valueof', 'length'));
    const texts = fc.dictionary(ids, fc.array(fc.string(), { maxLength: 3 }), { maxKeys: 5, noNullPrototype: true });
    await fc.assert(
      fc.asyncProperty(texts, async (typed) => {
        const world = await membershipWorld();
        const { member } = await invitedMember(world);
        valueOf(await world.saveDraft({ member, version: 1, texts: typed }));
        expect((await memberIn(world, { member })).draft?.texts).toEqual(typed);
      }),
      { numRuns: 50 },
    );
  });

  it('that is too long is refused without a loss, and so are answers', async () => {
    const world = await membershipWorld();
    const { member } = await invitedMember(world);
    await world.saveDraft({ member, version: 1, texts: { work: ['mine'] } });
    const floods = [
      { work: ['x'.repeat(answersCharactersMax)] },
      { work: Array.from({ length: answersCharactersMax }, () => '') },
      Object.fromEntries(Array.from({ length: answersCharactersMax }, (_, at) => [String(at), []])),
    ];
    for (const texts of floods) {
      expect(codeOf(await world.saveDraft({ member, version: 1, texts }))).toBe('membership.answers_too_long');
      expect(codeOf(await world.handIn({ member, version: 1, texts }))).toBe('membership.answers_too_long');
    }
    expect((await memberIn(world, { member })).draft?.texts).toEqual({ work: ['mine'] });
  });

  it('never grows beyond its limit by many small ones', async () => {
    const world = await membershipWorld();
    const { member } = await invitedMember(world);
    for (let at = 0; at < 10; at++)
      valueOf(await world.saveDraft({ member, version: 1, texts: { [`q${String(at)}`]: ['x'.repeat(9_000)] } }));
    const draft = JSON.stringify((await memberIn(world, { member })).draft);
    expect(draft.length).toBeLessThan(answersCharactersMax + 1_000);
    expect(draft).toContain('q9');
  });
});

describe('a member takes part in a round', () => {
  const active = async (): Promise<Member> => {
    const world = await membershipWorld();
    return memberIn(world, await activeMember(world));
  };

  it('when they are active and answered', async () => {
    expect(takesPart(await active(), nextWeek, start)).toBe(true);
  });

  it.each([
    ['invited', { stage: { name: 'invited' } }],
    ['paused for good', { stage: { name: 'paused', until: undefined } }],
    ['paused until later', { stage: { name: 'paused', until: (start + 1) as Instant } }],
    ['gone', { stage: { name: 'left', at: start } }],
    ['being erased', { stage: { name: 'erasing', at: start } }],
    ['suspended', { standing: 'suspended' }],
    ['banned', { standing: 'banned' }],
    ['skipping it', { skips: [nextWeek] }],
    ['without answers', { answers: undefined }],
  ] as const)('but not when they are %s', async (_, given) => {
    expect(takesPart({ ...(await active()), ...given }, nextWeek, start)).toBe(false);
  });

  it('when they skipped another one, or their pause is over', async () => {
    const ana = await active();
    expect(takesPart({ ...ana, skips: [weeksAfter(nextWeek, 1)] }, nextWeek, start)).toBe(true);
    expect(takesPart({ ...ana, stage: { name: 'paused', until: start } }, nextWeek, start)).toBe(true);
  });
});
