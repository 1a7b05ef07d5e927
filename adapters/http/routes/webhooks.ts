import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { Clock } from '../../../domain/kernel/clock.ts';
import { minuteMs } from '../../../domain/kernel/instant.ts';
import { readResendEvent } from '../../email/resend-events.ts';
import type { WebNeeds } from '../needs.ts';
import type { App } from '../session.ts';
import { resendWebhookPath } from './webhook-needs.ts';

/** A delivery is about one mail. */
export const webhookBytesMax = 128 * 1024;
/** So far may a delivery's clock be from ours. */
export const webhookToleranceMs = 5 * minuteMs;

/**
 * Takes what providers tell us by themselves, each delivery under its signature; nobody is signed in. 204: done, whoever it was about.
 * 401: not from the provider, or too old. 400: it says nothing that we understand. 503: it could not be stored, and comes again.
 */
export const addWebhooks = (app: App, { resendWebhook, clock }: WebNeeds): void => {
  if (resendWebhook === undefined) return;
  const tooLarge = (context: Context): Response => context.body(null, 413);
  app.post(resendWebhookPath, bodyLimit({ maxSize: webhookBytesMax, onError: tooLarge }), async (context) => {
    const body = await context.req.text();
    const delivery = { id: context.req.header('svix-id') ?? '', sentAt: context.req.header('svix-timestamp') ?? '', body };
    const signatures = context.req.header('svix-signature') ?? '';
    try {
      const isGenuine = isRecent(delivery, clock) && isSignedByOne(await resendWebhook.secrets(), delivery, signatures);
      if (!isGenuine) return context.body(null, 401);
      const events = readResendEvent(body, delivery.id);
      if (!events.ok) return context.body(null, 400);
      for (const event of events.value) await resendWebhook.recordMailTrouble(event);
      return context.body(null, 204);
    } catch (error) {
      context.set('fault', error);
      return context.body(null, 503);
    }
  });
};

interface Delivery {
  readonly id: string;
  /** Seconds since 1970. */
  readonly sentAt: string;
  readonly body: string;
}

const isRecent = ({ sentAt }: Delivery, clock: Clock): boolean =>
  /^\d{1,12}$/.test(sentAt) && Math.abs(clock.now() - Number(sentAt) * 1_000) <= webhookToleranceMs;

/**
 * The signature as the library makes it (Standard Webhooks, `v1`), compared here: its own check reads the clock of the machine, and knows one secret.
 * A header may carry several signatures, too, parted by spaces.
 */
const isSignedByOne = (secrets: readonly string[], { id, sentAt, body }: Delivery, signatures: string): boolean => {
  if (id === '') return false;
  const given = signatures.split(' ').slice(0, signaturesMax);
  const right = secrets.map((secret) => new Webhook(secret).sign(id, new Date(Number(sentAt) * 1_000), body));
  return right.some((one) => given.some((other) => isSame(one, other)));
};

const signaturesMax = 10;

const isSame = (one: string, other: string): boolean => {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
};
