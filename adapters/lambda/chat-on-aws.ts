import type { ChatFiles, ChatTimer, Sockets } from '../../domain/relay/chat/ports.ts';
import type { RelayingPlace } from '../composition/deployed.ts';
import { codeOfFault, kindOf } from '../composition/observed.ts';
import { settingOf } from '../composition/host.ts';
import { createS3ChatFiles } from '../s3/chat-files.ts';
import { createSqsChatTimer } from '../sqs/chat-timer.ts';
import { createApiGatewaySockets } from '../websocket/api-gateway-sockets.ts';
import type { LambdaHost } from './host.ts';

// Each of its own, so that a bundle carries the clients of those alone that it asks for.

/** Open windows, as API Gateway holds them. Nobody waits for what is shown there, so what does not get through is told here. */
export const windowsOnAws = ({ env, log }: LambdaHost<{ readonly CHAT_SOCKET_ENDPOINT: string }>, { region }: RelayingPlace): Sockets => {
  const { send, close } = createApiGatewaySockets({ endpoint: env.CHAT_SOCKET_ENDPOINT, region });
  const told = (fault: unknown): never => {
    log('warning', 'chat.not_shown', { error: kindOf(fault), code: codeOfFault(fault), setting: settingOf(fault) });
    throw fault;
  };
  return {
    send: async (id, frame) => send(id, frame).catch(told),
    close: async (id) => close(id).catch(told),
  };
};

/** Files of chats, in a bucket. */
export const chatFilesOnAws = (
  { env, clock }: LambdaHost<{ readonly CHAT_BUCKET: string }>,
  { region, endpoint }: RelayingPlace,
): ChatFiles => createS3ChatFiles({ bucket: env.CHAT_BUCKET, region, endpoint, clock });

/** Somebody to look at a chat again, by a delayed message. */
export const chatTimerOnAws = (
  { env, clock, log, metrics }: LambdaHost<{ readonly CHAT_QUEUE_URL: string }>,
  { region, endpoint }: RelayingPlace,
): ChatTimer =>
  createSqsChatTimer({
    queue: env.CHAT_QUEUE_URL,
    region,
    endpoint,
    clock,
    onFault: (fault) => {
      // A tick looks, too, only later.
      log('warning', 'chat.not_timed', { error: kindOf(fault), code: codeOfFault(fault), setting: settingOf(fault) });
      metrics.count('Faults', 1);
    },
  });
