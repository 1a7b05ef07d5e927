import { interpolate, type Input } from '@pulumi/pulumi';
import type { ComponentResource } from '@pulumi/pulumi/resource.js';
import { MailEvents } from '../../platform/mail-events.ts';
import { allow, type Statement } from '../../platform/policy.ts';
import { Queue } from '../../platform/queue.ts';
import { visibilitySecondsFor } from '../../platform/queue-plan.ts';
import { secretRights } from '../../platform/secret.ts';
import type { Stack } from '../../platform/stack.ts';
import { domainIdentitiesOf, identitiesOf } from './mail-plan.ts';
import type { State } from './state.ts';

/** How mails leave, and what comes back. */
export interface Mail {
  /** Of who sends Loop's own mails. */
  readonly variables: MailVariables;
  readonly rights: readonly Statement[];
  /** Of who sends what members write to each other: always through SES, as from any address of the relay's domain. */
  readonly relayed: { readonly configurationSet: Input<string>; readonly rights: readonly Statement[] };
  /** What SES says of mails that came back; what Resend says comes to the API. */
  readonly events: { readonly queue: Queue };
}

interface MailVariables {
  readonly MAILER: Input<string>;
  readonly FROM_EMAIL: Input<string>;
  readonly RESEND_SECRET_ID?: Input<string>;
  readonly SES_CONFIGURATION_SET?: Input<string>;
}

export const mailEventsTimeoutSeconds = 30;

export const mailOf = (stack: Stack, state: State, parent: ComponentResource): Mail => {
  const { relayDomain } = stack.settings;
  const sending = new MailEvents(stack, { name: 'mail' }, { parent });
  const senders = [{ service: 'sns.amazonaws.com', sourceArn: sending.topicArn }];
  const queue = new Queue(
    stack,
    { name: 'mail-events', visibilitySeconds: visibilitySecondsFor(mailEventsTimeoutSeconds), senders },
    { parent },
  );
  sending.deliverTo(queue, { dependsOn: [queue] });
  return {
    ...ownMailsOf(stack, state, sending),
    relayed: {
      configurationSet: sending.configurationSet,
      rights: [sendingRight(stack, sending, domainIdentitiesOf(relayDomain))],
    },
    events: { queue },
  };
};

const ownMailsOf = (stack: Stack, { resend }: State, sending: MailEvents): Pick<Mail, 'variables' | 'rights'> => {
  const { fromEmail: FROM_EMAIL, mailer: MAILER } = stack.settings;
  if (resend !== undefined) {
    const { arn } = resend.key;
    return { variables: { MAILER, FROM_EMAIL, RESEND_SECRET_ID: arn }, rights: secretRights(stack, [arn]) };
  }
  return {
    variables: { MAILER, FROM_EMAIL, SES_CONFIGURATION_SET: sending.configurationSet },
    rights: [sendingRight(stack, sending, identitiesOf(FROM_EMAIL))],
  };
};

/** A raw mail is asked for by both names, whichever version of the API it comes by (Service Authorization Reference, SES and SES v2). */
const sendingRight = (
  { settings, accountId, partition }: Stack,
  { configurationSetArn }: MailEvents,
  identities: readonly string[],
): Statement =>
  allow(
    ['ses:SendEmail', 'ses:SendRawEmail'],
    [...identities.map((name) => interpolate`arn:${partition}:ses:${settings.region}:${accountId}:identity/${name}`), configurationSetArn],
  );
