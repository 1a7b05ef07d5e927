/** Of the stack, as a line of the log does not say which one it is of. No dimensions, so three metrics a stack. */
export const logMetricsNamespace = (stack: string): string => `Loop/${stack}`;

/**
 * What is counted of lines that `adapters/composition/observed.ts` writes (CloudWatch Logs, "Filter pattern syntax", JSON):
 *
 * - `LogErrors`: every error;
 * - `SecretsUnavailable`: a code of `adapters/config/secret.ts`, its error where a visitor was asked to come back and no code is told, or a
 *   key that is no key;
 * - `MailsHeldUp`: the function or the task that sends was told by the provider to stop, for a reason that only a person can mend.
 */
export const logPatterns = {
  LogErrors: '{ $.level = "error" }',
  SecretsUnavailable: '{ ($.code = "secret.*") || ($.code = "settings.key_malformed") || ($.error = "SecretUnread") }',
  MailsHeldUp: '{ ($.level = "error") && (($.event = "mails") || ($.event = "mailer_closed")) }',
} as const;
