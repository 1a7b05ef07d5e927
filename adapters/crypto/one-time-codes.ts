import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { Clock } from '../../domain/kernel/clock.ts';
import type { OneTimeCodes } from '../../domain/membership/ports.ts';

/**
 * Codes of authenticator apps: TOTP (RFC 6238) with SHA-1, six digits and steps of 30 seconds, which is what all of them take for granted.
 * Apps go by the time of the world: where the clock of a run is another one, `worldClock` is given and codes are read by it.
 */
export const createOneTimeCodes = (worldClock?: Clock): OneTimeCodes => ({
  newSecret: () => new Secret({ buffer: new Uint8Array(randomBytes(secretBytes)).buffer }).base32,
  // A colon parts issuer and account, so that neither has one.
  uri: (secret, { issuer, account }) =>
    totp(secret, { issuer: issuer.replaceAll(':', ' '), label: account.replaceAll(':', ' ') }).toString(),
  check: (secret, code, now) => {
    // Six letters that take more than six bytes would make the comparison throw.
    if (!/^\d{6}$/.test(code)) return undefined;
    const timestamp = worldClock?.now() ?? now;
    const delta = totp(secret).validate({ token: code, timestamp, window: stepsAroundMax });
    return delta === null ? undefined : TOTP.counter({ period: periodSeconds, timestamp }) + delta;
  },
});

/** RFC 4226, 4, R6: 160 bits. */
const secretBytes = 20;
const periodSeconds = 30;
/** RFC 6238, 5.2: one step before and after, for clocks that differ and for the time that typing takes. */
const stepsAroundMax = 1;

const totp = (secret: string, name: { readonly issuer?: string; readonly label?: string } = {}): TOTP =>
  new TOTP({ ...name, secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: periodSeconds });
