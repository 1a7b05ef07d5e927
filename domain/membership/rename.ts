import { changed } from '../kernel/decision.ts';
import type { MemberId } from '../kernel/member-id.ts';
import type { Result } from '../kernel/result.ts';
import { parseName, type NameRefused } from './name.ts';
import type { Members } from './ports.ts';
import { ofPresent, type NoMember } from './present.ts';

/** A member says what they want to be called; the form that signed them up may have been a stranger's. */
export type Rename = (command: { readonly member: MemberId; readonly name: string }) => Promise<Result<'renamed', NameRefused | NoMember>>;

export const makeRename =
  ({ members }: { readonly members: Members }): Rename =>
  async ({ member: id, name: text }) => {
    const name = parseName(text);
    if (!name.ok) return name;
    return members.change(
      id,
      ofPresent((member) => changed(member.name === name.value ? member : { ...member, name: name.value }, 'renamed')),
    );
  };
