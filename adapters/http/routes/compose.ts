import { parseEmailAddress } from '../../../domain/kernel/email-address.ts';
import type { WrittenAttachment } from '../../memory/mail-program.ts';
import { notAuthenticated, takenAtTheirWord } from '../../memory/handed-mail.ts';
import type { WebNeeds } from '../needs.ts';
import {
  attachmentBytesMax,
  composePage,
  composePath,
  type ComposeProblem,
  type ComposeValues,
  recipientsCharactersMax,
  subjectCharactersMax,
  textCharactersMax,
} from '../pages/embedded/compose-page.ts';
import { embeddedFrame } from '../pages/embedded/frame.ts';
import { refused, seeOther, show } from '../respond.ts';
import type { App, LoopContext } from '../session.ts';

/** Whoever sits at this machine may write as anybody of the community on it. */
export const addCompose = (app: App, web: WebNeeds): void => {
  const { embedded } = web;
  if (embedded?.relay === undefined) return;
  const { mailbox, relay } = embedded;

  app.get(composePath, (context) => {
    const filled = (name: string, charactersMax: number): string => (context.req.query(name) ?? '').slice(0, charactersMax);
    const values = {
      from: filled('from', 254),
      to: filled('to', recipientsCharactersMax),
      subject: filled('subject', subjectCharactersMax),
    };
    return formPage(context, web, { values: { ...values, text: '' } });
  });

  app.post(composePath, async (context) => {
    const form = await readComposed(context);
    if (form === undefined) return refused(context, web, 'http.not_a_form');
    const { values, attachment } = form;
    const recipients = recipientsIn(values.to, web.relayDomain);
    const problems = problemsOf({ values, recipients, attachment });
    if (problems.length > 0) return formPage(context, web, { values, problems });
    const answered = values.answers === undefined ? undefined : await mailbox.find(values.answers);
    const at = web.clock.now();
    const raw = await relay.compose({ ...values, attachment, answers: answered?.answerable }, { id: web.secrets.aliasToken(), at });
    const verdicts = form.isPretended ? notAuthenticated : takenAtTheirWord;
    await relay.takeMail({ raw, mailFrom: values.from, recipients, verdicts });
    return seeOther(context, '/mailbox?sent=yes');
  });
};

const formPage = (
  context: LoopContext,
  web: WebNeeds,
  { values, problems = [] }: { readonly values: ComposeValues; readonly problems?: readonly ComposeProblem[] },
): Response =>
  show(context, web, { ...embeddedFrame(composePage(values, problems)), here: '/mailbox', status: problems.length === 0 ? 200 : 422 });

interface Composed {
  readonly values: ComposeValues;
  readonly attachment: WrittenAttachment | undefined;
  readonly isPretended: boolean;
}

/** Browsers send a form with a file in parts; programs may leave the file out and send it as any other form. */
const readComposed = async ({ req }: LoopContext): Promise<Composed | undefined> => {
  const type = (req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'multipart/form-data' && type !== 'application/x-www-form-urlencoded') return undefined;
  const form = await req.formData().catch(() => undefined);
  if (form === undefined) return undefined;
  const text = (name: string, charactersMax: number): string => {
    const value = form.get(name);
    return typeof value === 'string' ? value.slice(0, charactersMax) : '';
  };
  const answers = text('answers', 64);
  return {
    values: {
      from: text('from', 254).trim(),
      to: text('to', recipientsCharactersMax).trim(),
      subject: text('subject', subjectCharactersMax).replaceAll(/[\r\n]+/g, ' '),
      text: text('text', textCharactersMax),
      answers: answers === '' ? undefined : answers,
    },
    attachment: await attachmentIn(form.get('attachment')),
    isPretended: form.get('pretended') === 'yes',
  };
};

const attachmentIn = async (given: File | string | null): Promise<WrittenAttachment | undefined> => {
  if (given === null || typeof given === 'string' || given.size === 0) return undefined;
  const bytes = new Uint8Array(await given.arrayBuffer());
  return { fileName: given.name, mediaType: given.type === '' ? 'application/octet-stream' : given.type, bytes };
};

/** Those of the relay, each once: what a mail program would put into the envelope that reaches us. */
const recipientsIn = (to: string, relayDomain: string): readonly string[] => {
  const addresses = to.split(/[,;\s]+/).filter((address) => address.toLowerCase().endsWith(`@${relayDomain.toLowerCase()}`));
  return [...new Map(addresses.map((address) => [address.toLowerCase(), address])).values()];
};

const problemsOf = ({
  values,
  recipients,
  attachment,
}: Pick<Composed, 'values' | 'attachment'> & { readonly recipients: readonly string[] }): readonly ComposeProblem[] => [
  ...(parseEmailAddress(values.from).ok ? [] : (['from'] as const)),
  ...(recipients.length > 0 && values.to.split(/[,;\s]+/).every((address) => address === '' || parseEmailAddress(address).ok)
    ? []
    : (['to'] as const)),
  ...((attachment?.bytes.length ?? 0) > attachmentBytesMax ? (['attachment'] as const) : []),
];
