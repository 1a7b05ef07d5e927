import type { Input } from '@pulumi/pulumi';
import type {
  ApiVariables,
  ChatMissedVariables,
  ChatSocketVariables,
  DrainOutboxVariables,
  IntroSenderVariables,
  MailEventsVariables,
  ReceiveMailVariables,
  ScheduleVariables,
  SendRelayedVariables,
  WeeklyRoundVariables,
} from '../adapters/config/env.ts';

/** The variables of an entry point, whose values are known only while deploying. One that is forgotten does not compile. */
type Inputs<Variables> = { readonly [Name in keyof Variables]: Input<NonNullable<Variables[Name]>> };

export type ApiInputs = Inputs<ApiVariables>;
export type DrainOutboxInputs = Inputs<DrainOutboxVariables>;
export type ScheduleInputs = Inputs<ScheduleVariables>;
export type MailEventsInputs = Inputs<MailEventsVariables>;
export type ReceiveMailInputs = Inputs<ReceiveMailVariables>;
export type SendRelayedInputs = Inputs<SendRelayedVariables>;
export type ChatSocketInputs = Inputs<ChatSocketVariables>;
export type ChatMissedInputs = Inputs<ChatMissedVariables>;
export type WeeklyRoundInputs = Inputs<WeeklyRoundVariables>;
export type IntroSenderInputs = Inputs<IntroSenderVariables>;
