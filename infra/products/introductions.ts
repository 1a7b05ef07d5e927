import { getCallerIdentityOutput } from '@pulumi/aws/getCallerIdentity.js';
import { getPartitionOutput } from '@pulumi/aws/getPartition.js';
import type { Output } from '@pulumi/pulumi';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import type { Settings } from '../config/settings.ts';
import { HttpApi, HttpRoute } from '../platform/http-api.ts';
import { Key } from '../platform/key.ts';
import { Site } from '../platform/site.ts';
import type { Stack } from '../platform/stack.ts';
import { WebAssets } from '../platform/web-assets.ts';
import { chatOf } from './chat/chat.ts';
import { chatPlaceOf } from './chat/place.ts';
import { relayOf } from './relay/relay.ts';
import { functionsOf } from './introductions/functions.ts';
import { mailOf } from './introductions/mail.ts';
import { stateOf } from './introductions/state.ts';
import { timedOf } from './introductions/timed.ts';
import { tell } from './introductions/told.ts';
import { watch } from './introductions/watch.ts';

/** What somebody who deployed a stack goes on with. */
export interface IntroductionsOutputs {
  readonly baseUrl: Output<string>;
  readonly domainName: Output<string>;
  readonly distributionId: Output<string>;
  readonly assetsBucket: Output<string>;
  /** To be made by hand, where the DNS is elsewhere. */
  readonly dnsRecords: Site['dnsRecords'];
  readonly certificateArn: Site['certificateArn'];
  /** Secrets whose values are put there by hand. */
  readonly keySecret: Output<string>;
  readonly resendSecret: Output<string> | undefined;
  readonly resendWebhookSecret: Output<string> | undefined;
  readonly dashboard: string;
}

export interface IntroductionsArgs {
  readonly settings: Settings;
  /** Where bundles lie, if not in `dist`; for tests. */
  readonly bundles?: string | undefined;
}

/** The weekly introduction, whole: where its members' data lies, its pages, its mails, its clock, and who watches over it. */
export class Introductions extends ComponentResource {
  readonly outputs: IntroductionsOutputs;

  constructor({ settings, bundles }: IntroductionsArgs, options?: ComponentResourceOptions) {
    super('loop:products:Introductions', `loop-${settings.stack}`, {}, options);
    const of = { parent: this };
    const asked = {
      settings,
      accountId: getCallerIdentityOutput({}, of).accountId,
      partition: getPartitionOutput({}, of).partition,
    };
    const stack: Stack = { ...asked, keyArn: new Key(asked, of).arn };
    const state = stateOf(stack, this);
    // The function has to know the distribution's name, and the distribution the API's: so the API is made first, and led to the function last.
    const api = new HttpApi(stack, { name: 'api' }, of);
    const site = new Site(stack, { name: 'site', api, originSecret: state.origin.sent }, of);
    new WebAssets(stack, { name: 'web', bucketName: site.assetsBucket, bundles }, of);
    const { baseUrl } = site;
    const chatPlace = chatPlaceOf(stack, { baseUrl, parent: this });
    const needs = { state, mail: mailOf(stack, state, this), chat: chatPlace, baseUrl, bundles, parent: this };
    const functions = functionsOf(stack, needs);
    new HttpRoute(stack, { name: 'api', api, to: { functionName: functions.api.functionName, functionArn: functions.api.arn } }, of);
    const relay = relayOf(stack, needs);
    const chatting = chatOf(stack, needs);
    const timed = timedOf(stack, needs, { ...functions, ...relay, ...chatting });
    tell(stack, { ...needs, functions, relay, chatting, timed });
    watch(stack, { ...needs, functions, relay, chatting, timed, api, site });
    this.outputs = {
      baseUrl,
      domainName: site.domainName,
      distributionId: site.distributionId,
      assetsBucket: site.assetsBucket,
      dnsRecords: site.dnsRecords.apply((records) => [...records, ...relay.dnsRecords]),
      certificateArn: site.certificateArn,
      keySecret: state.key.arn,
      resendSecret: state.resend?.key.arn,
      resendWebhookSecret: state.resend?.webhook.arn,
      dashboard: `loop-${settings.stack}-overview`,
    };
    this.registerOutputs({ baseUrl });
  }
}
