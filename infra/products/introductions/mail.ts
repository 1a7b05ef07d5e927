import { interpolate, type Input } from '@pulumi/pulumi';
import type { ComponentResource } from '@pulumi/pulumi/resource.js';
import { MailEvents } from '../../platform/mail-events.ts';
import { allow, type Statement } from '../../platform/policy.ts';
import { Queue } from '../../platform/queue.ts';
import { visibilitySecondsFor } from '../../platform/queue-plan.ts';
import { secretRights } from '../../platform/secret.ts';
import type { Stack } from '../../platform/stack.ts';
import { identitiesOf } from './mail-plan.ts';
import type { State } from './state.ts';

/** How mails leave, and what comes back. */
export interface Mail {
  /** Of who sends. */
  readonly variables: MailVariables;
  readonly rights: readonly Statement[];
  /** With SES, what it says of mails that came back; with Resend that comes to the API. */
  readonly events: { readonly queue: Queue } | undefined;
}

interface MailVariables {
  readonly MAILER: Input<string>;
  readonly FROM_EMAIL: Input<string>;
  readonly RESEND_SECRET_ID?: Input<string>;
  readonly SES_CONFIGURATION_SET?: Input<string>;
}

export const mailEventsTimeoutSeconds = 30;

export const mailOf = (stack: Stack, state: State, parent: ComponentResource): Mail => {
  const { fromEmail: FROM_EMAIL, mailer: MAILER } = stack.settings;
  if (state.resend !== undefined) {
    const { arn } = state.resend.key;
    return { variables: { MAILER, FROM_EMAIL, RESEND_SECRET_ID: arn }, rights: secretRights(stack, [arn]), events: undefined };
  }
  const sending = new MailEvents(stack, { name: 'mail' }, { parent });
  const senders = [{ service: 'sns.amazonaws.com', sourceArn: sending.topicArn }];
  const queue = new Queue(
    stack,
    { name: 'mail-events', visibilitySeconds: visibilitySecondsFor(mailEventsTimeoutSeconds), senders },
    { parent },
  );
  sending.deliverTo(queue, { dependsOn: [queue] });
  return {
    variables: { MAILER, FROM_EMAIL, SES_CONFIGURATION_SET: sending.configurationSet },
    rights: [sendingRight(stack, sending)],
    events: { queue },
  };
};

/** A raw mail is asked for by both names, whichever version of the API it comes by (Service Authorization Reference, SES and SES v2). */
const sendingRight = ({ settings, accountId, partition }: Stack, { configurationSetArn }: MailEvents): Statement =>
  allow(
    ['ses:SendEmail', 'ses:SendRawEmail'],
    [
      ...identitiesOf(settings.fromEmail).map((name) => interpolate`arn:${partition}:ses:${settings.region}:${accountId}:identity/${name}`),
      configurationSetArn,
    ],
  );
