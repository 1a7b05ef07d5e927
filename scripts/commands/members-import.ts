import { T } from '../../adapters/composition/tokens.ts';
import { asTyped } from '../../adapters/files/answers-as-typed.ts';
import { type MemberRow, type MembersFile, readMembers } from '../../adapters/files/members-file.ts';
import { problemsOf } from '../../adapters/files/problem.ts';
import { readTextFile } from '../../adapters/files/text-file.ts';
import { invariant } from '../../domain/kernel/invariant.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import type { Invited } from '../../domain/membership/invite-member.ts';
import { confirmed, mustAsk } from './confirm.ts';
import { communityFiles, onStack, type Stack } from './stack.ts';
import { type ChangeOptions, importMax } from './stack-options.ts';
import { counted, type ExitCode, exitCode, interruptible, print, progress, refuse, say } from './terminal.ts';

export interface ImportOptions extends ChangeOptions {
  readonly consented?: boolean;
  readonly dryRun?: boolean;
  readonly skipBad?: boolean;
}

/** `loop members import`: makes the people of a file members who have yet to say yes to their answers. */
export const importMembers = async (file: string, options: ImportOptions): Promise<ExitCode> => {
  const { json = false, dryRun = false, yes, consented } = options;
  const unasked = dryRun ? undefined : (mustAsk(consented, '--consented') ?? mustAsk(yes, '--yes'));
  if (unasked !== undefined) return unasked;
  const files = communityFiles(options);
  if (!files.ok) return refuse(files.error, { json });
  const text = await interruptible.bySystem(() => readTextFile(file));
  if (!text.ok) return refuse(problemsOf(text.error), { json });
  const read = readMembers(text.value, { file, survey: files.value.survey, membersMax: importMax, joining: true });
  if (read.refused || (read.problems.count > 0 && options.skipBad !== true)) return refuse(read.problems, { json });
  sayWhatWasLeftAside(read);
  return onStack(options, async (stack) => {
    const [known, operators] = [await everyId(stack), stack.container.get(T.operators)];
    const strangers = read.members.filter(({ id }) => !operators.has(id) && !known.has(stack.container.get(T.secrets).memberIdOf(id)));
    const aside = read.members.length - strangers.length;
    if (dryRun) {
      report({ wouldInvite: strangers.length, knownAlready: aside, skipped: read.badRows }, json);
      return exitCode.done;
    }
    if (strangers.length === 0) {
      report({ invited: 0, knownAlready: aside, banned: 0, skipped: read.badRows }, json);
      return exitCode.done;
    }
    const refused = await asked(stack, { options, strangers: strangers.length, aside });
    if (refused !== undefined) return refused;
    const counts = await inviteAll(stack, strangers);
    report({ invited: counts.invited, knownAlready: aside + counts.known_already, banned: counts.banned, skipped: read.badRows }, json);
    return exitCode.done;
  });
};

const asked = async (
  { name }: Stack,
  { options, strangers, aside }: { readonly options: ImportOptions; readonly strangers: number; readonly aside: number },
): Promise<ExitCode | undefined> => {
  const people = counted(strangers, ['person is', 'people are']);
  const consent = await confirmed({
    stack: name,
    yes: options.consented,
    word: 'agreed',
    what: [`${counted(strangers, ['person', 'people'])} of this file must have agreed to become members and to be written to by mail.`],
  });
  return (
    consent ??
    confirmed({
      stack: name,
      yes: options.yes,
      what: [
        `${people} invited and mailed a link to the survey, with the answers of the file filled in.`,
        ...(aside === 0 ? [] : [`${counted(aside, ['person is', 'people are'])} known already, left as they are and mailed nothing.`]),
      ],
    })
  );
};

/** Everyone in the members' list; it may lag, and only says beforehand what is decided anew for each. */
const everyId = async ({ container }: Stack): Promise<ReadonlySet<MemberId>> => {
  const members = container.get(T.membership.members);
  const ids = new Set<MemberId>();
  for (let page = await members.page(undefined, pageSize); page.length > 0; page = await members.page(page.at(-1)?.id, pageSize)) {
    for (const { id } of page) ids.add(id);
    if (page.length < pageSize) break;
  }
  return ids;
};
const pageSize = 200;

const inviteAll = async (
  { container, survey, community }: Stack,
  people: readonly MemberRow[],
): Promise<Readonly<Record<Invited, number>>> => {
  // Before the first request does it: whoever is invited under another spelling of an operator's address would be the operator.
  await interruptible.step(async () => container.get(T.membership.seatOperators)({ operators: community.operators }));
  const inviteMember = container.get(T.membership.inviteMember);
  const counts: Record<Invited, number> = { invited: 0, known_already: 0, banned: 0 };
  let done = 0;
  for (const { email, name, answers } of people) {
    // One person is one step: they are a member with their mail in the outbox, or they are not.
    const invited = await interruptible.step(async () => inviteMember({ email, name, version: survey.version, texts: asTyped(answers) }));
    invariant(invited.ok, 'what the file’s reader lets through can be invited');
    counts[invited.value] += 1;
    progress(`Inviting … ${String(++done)} of ${String(people.length)}`);
  }
  progress('');
  return counts;
};

interface Report {
  readonly invited?: number;
  readonly wouldInvite?: number;
  readonly knownAlready: number;
  readonly banned?: number;
  readonly skipped: number;
}

const report = (counts: Report, json: boolean): void => {
  if (json) {
    print(`${JSON.stringify(counts)}\n`);
    return;
  }
  const { invited, wouldInvite, knownAlready, banned = 0 } = counts;
  const first = wouldInvite === undefined ? `${String(invited)} invited` : `${String(wouldInvite)} would be invited`;
  print(`${first}, ${String(knownAlready)} known already${banned === 0 ? '' : `, ${String(banned)} may not take part`}\n`);
};

const sayWhatWasLeftAside = ({ unknownColumns, repeatedRows, badRows }: MembersFile): void => {
  if (unknownColumns > 0)
    say(
      counted(unknownColumns, [
        'column is no question of the survey and was ignored',
        'columns are no questions of the survey and were ignored',
      ]),
    );
  if (repeatedRows > 0) say(counted(repeatedRows, ['row repeats a person and was taken once', 'rows repeat a person and were taken once']));
  if (badRows > 0) say(counted(badRows, ['bad row was skipped', 'bad rows were skipped']));
};
