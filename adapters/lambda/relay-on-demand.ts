import type { DeployedParts, RelayingPlace } from '../composition/deployed.ts';
import type { RelayingParts } from '../composition/container.ts';
import { relaying } from '../composition/relaying.ts';
import type { ReceiveMailEnv, SendRelayedEnv } from '../config/env.ts';
import { deployedDrainLimits } from '../email/drain-limits.ts';
import { createS3RawMails } from '../s3/raw-mails.ts';
import type { LambdaHost } from './host.ts';
import { loopOnDemand } from './loop-on-demand.ts';

/** What a function does with mails between members beside reading them. */
type Sending = Partial<Pick<RelayingParts, 'mailer' | 'limits' | 'pacer' | 'onMails'>>;

interface ForMails extends Pick<DeployedParts, 'chat'> {
  readonly sending?: ((place: RelayingPlace) => Sending) | undefined;
}

/** Loop for a function that takes or sends mails between members. */
export const relayOnDemand = (
  host: LambdaHost<ReceiveMailEnv | SendRelayedEnv>,
  { sending = () => ({}), chat }: ForMails = {},
): ReturnType<typeof loopOnDemand> =>
  loopOnDemand(host, {
    chat,
    relaying: (place) => ({
      module: relaying,
      rawMails: createS3RawMails({ bucket: host.env.RAW_BUCKET, region: place.region, endpoint: place.endpoint }),
      mailer: noMailer,
      limits: deployedDrainLimits(),
      ...sending(place),
    }),
  });

const noMailer: RelayingParts['mailer'] = {
  honoursKeys: false,
  send: async () => Promise.reject(new Error('nothing is sent from here')),
};
