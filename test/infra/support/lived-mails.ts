import type { MiniStack } from '../../support/ministack.ts';

/** A mail that SES was given. */
export interface SentMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Every mail that an emulator's SES was given, in order. */
export const mailsIn = async ({ url }: Pick<MiniStack, 'url'>): Promise<readonly SentMail[]> => {
  const answer = await fetch(`${url}/_ministack/ses/messages`);
  const { messages } = (await answer.json()) as { readonly messages: Readonly<Record<string, readonly Message[]>> };
  return Object.values(messages)
    .flat()
    .map(({ To, Subject, BodyText }) => ({ to: To.join(', '), subject: Subject, text: BodyText }));
};

interface Message {
  readonly To: readonly string[];
  readonly Subject: string;
  readonly BodyText: string;
}
