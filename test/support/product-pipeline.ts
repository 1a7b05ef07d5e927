import { createMailPipeline } from '../../adapters/email/relay/pipeline.ts';
import type { MailPipeline } from '../../domain/relay/ports.ts';

/**
 * The pipeline under `poison`: nodemailer asks for the time of each part of a mail that it writes, though ours is written in its place. So
 * while a mail is made anew, a date is that of nobody’s clock.
 */
export const createProductPipeline = (): MailPipeline => {
  const pipeline = createMailPipeline();
  return {
    ...pipeline,
    rebuild: async (mail, order) => {
      begin();
      try {
        return await pipeline.rebuild(mail, order);
      } finally {
        end();
      }
    },
  };
};

let running = 0;
let before: DateConstructor | undefined;

const begin = (): void => {
  running += 1;
  if (running > 1) return;
  before = globalThis.Date;
  globalThis.Date = new Proxy(before, {
    construct: (target, given: unknown[], made) => Reflect.construct(target, given.length === 0 ? [0] : given, made) as Date,
  });
};

const end = (): void => {
  running -= 1;
  if (running === 0 && before !== undefined) globalThis.Date = before;
};
