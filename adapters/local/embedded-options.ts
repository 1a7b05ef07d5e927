import type { Survey } from '../../domain/introductions/survey.ts';
import type { Log } from '../composition/observed.ts';
import type { Community } from '../config/community.ts';

export interface EmbeddedOptions {
  readonly community: Community;
  readonly survey: Survey;
  /** The folder that everything is kept in; without one it is gone when the run ends. */
  readonly data?: string | undefined;
  /** The port wished for; the next free one is taken. 0 for any. */
  readonly port: number;
  /** The same for mails to private addresses (SMTP). */
  readonly smtpPort: number;
  /** Whether a new community begins with sample people. */
  readonly sample: boolean;
  readonly log: Log;
  /** Hears of what was thrown, for whoever looks for the reason; its words may be personal. */
  readonly onFault?: ((fault: unknown) => void) | undefined;
}
