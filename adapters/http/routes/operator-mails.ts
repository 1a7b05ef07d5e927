import { readMail } from '../../email/mail-codec.ts';
import type { FailedMessage } from '../../dynamodb/outbox.ts';
import { readDeparture } from '../../dynamodb/relay-outbox.ts';
import { type FailedMail, mailsPage, resentNotice } from '../pages/operator/mails-page.ts';
import { mailNames } from '../pages/operator/words.ts';
import type { App } from '../session.ts';
import { deskOf, forOperatorsForm, type OperatorWeb, show } from './operator-desk.ts';
import { namesOf } from './operator-facts.ts';
import type { OperatorNeeds } from './operator-needs.ts';

/** Mails that were given up, and trying them again. */
export const mailsRoutes = (app: App, { web, needs }: OperatorWeb): void => {
  app.get('/operator/mails', async (context) => {
    const { waiting, failed } = await needs.outbox.pending();
    const latest = await failedMails(needs, () => true);
    return show(context, web, {
      page: mailsPage(deskOf(context, web), { waiting, failed, latest, said: resentNotice(context.req.query('resent')) }),
    });
  });

  app.post(
    '/operator/mails/resend',
    forOperatorsForm(web, async (context, form) => {
      const key = form.get('key') ?? '';
      const back = form.get('back') ?? '';
      const week = weekInPath(back);
      const isAll = form.get('all') === 'yes';
      const keys = isAll
        ? (await failedMails(needs, (each) => week === undefined || each.key.startsWith(`introduction:${week}:`))).map((each) => each.key)
        : [key];
      let resent = 0;
      for (const each of keys)
        if (each !== '' && each.length <= keyCharactersMax && (await needs.outbox.retry(each, web.clock.now())) === 'due') resent += 1;
      if (resent > 0) needs.wake();
      return context.redirect(
        `${week === undefined ? '/operator/mails?' : `/operator/round/progress?week=${week}&`}resent=${String(resent)}`,
        303,
      );
    }),
  );
};

const keyCharactersMax = 200;

/** The page of a round's progress, if that is where the form stood. */
const weekInPath = (back: string): string | undefined => /^\/operator\/round\/progress\?week=(\d{4}-W\d{2})$/.exec(back)?.[1];

/** The newest mails that were given up and are of a kind, with the names of whom they are for. */
export const failedMails = async (needs: OperatorNeeds, isWanted: (mail: FailedMessage) => boolean): Promise<readonly FailedMail[]> => {
  const failed = (await needs.outbox.failed(failedReadMax)).filter(isWanted).slice(0, failedShownMax);
  const mails = failed.map((each) => ({ ...each, read: readMail(each.message) }));
  const names = await namesOf(
    needs,
    mails.flatMap(({ read }) => (read === undefined ? [] : [read.to])),
  );
  return mails.map(({ key, code, failedAt, attempts, message, read }) => {
    const name = read === undefined ? undefined : names.get(read.to);
    return {
      key,
      code,
      failedAt,
      attempts,
      mail: read === undefined ? 'A mail' : mailNames[read.template],
      isBetweenMembers: isBetweenMembers(message),
      member: read === undefined || name === undefined ? undefined : { id: read.to, name },
    };
  });
};

const isBetweenMembers = (message: FailedMessage['message']): boolean => readDeparture(message) !== undefined;

const failedReadMax = 500;
/** What failed is resent page by page: afterwards the next ones are listed. */
const failedShownMax = 100;
