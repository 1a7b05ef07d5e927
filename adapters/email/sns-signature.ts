import { verify, X509Certificate } from 'node:crypto';
import { signedTextOf, type SnsNotification } from './sns-notification.ts';

/** Whether SNS itself wrote a notification. Throws `CertificateUnread` where nobody can say just now. */
export type IsGenuine = (notification: SnsNotification) => Promise<boolean>;

/** The certificate of SNS could not be fetched; trying again may help. */
export class CertificateUnread extends Error {
  override readonly name = 'CertificateUnread';
  readonly code = 'sns.certificate_unread';
}

export interface SignatureNeeds {
  readonly region: string;
  readonly fetch: typeof globalThis.fetch;
  /** Milliseconds; no certificate is waited for longer. */
  readonly deadlineMs?: number;
}

/**
 * Looks at the signature of SHA-256 (`SignatureVersion` 2 of our topics). The certificate comes from SNS of our own region and from nowhere
 * else, whatever a notification says, over TLS, which vouches for it, and is kept ("Verifying the signatures of Amazon SNS messages", SNS
 * Developer Guide).
 */
export const createSnsSignatures = ({ region, fetch, deadlineMs = 5_000 }: SignatureNeeds): IsGenuine => {
  const certificates = new Map<string, X509Certificate>();
  const certificateAt = async (url: string): Promise<X509Certificate> => {
    const known = certificates.get(url);
    if (known !== undefined) return known;
    const certificate = await fetched(url, { fetch, deadlineMs });
    if (certificates.size >= certificatesMax) certificates.clear();
    certificates.set(url, certificate);
    return certificate;
  };
  return async (notification) => {
    const { signatureVersion, signature, signingCertUrl } = notification;
    if (signatureVersion !== '2' || !isOfSns(signingCertUrl, region)) return false;
    const { publicKey } = await certificateAt(signingCertUrl);
    return verify('sha256', Buffer.from(signedTextOf(notification)), publicKey, Buffer.from(signature, 'base64'));
  };
};

/** What an emulator hands over is not signed; where one is set, the stage is not prod (adapters/config/env.ts). */
export const unsignedByEmulators: IsGenuine = async () => Promise.resolve(true);

/** SNS turns its certificate about once a year. */
const certificatesMax = 8;
const certificateCharsMax = 20_000;

const isOfSns = (url: string, region: string): boolean =>
  new RegExp(`^https://sns\\.${region}\\.amazonaws\\.com/SimpleNotificationService-[0-9a-f]{16,64}\\.pem$`).test(url);

const fetched = async (url: string, { fetch, deadlineMs }: Required<Omit<SignatureNeeds, 'region'>>): Promise<X509Certificate> => {
  try {
    const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(deadlineMs) });
    const text = await answer.text();
    if (!answer.ok || text.length > certificateCharsMax) throw new CertificateUnread('SNS did not hand out its certificate');
    return new X509Certificate(text);
  } catch (error) {
    if (error instanceof CertificateUnread) throw error;
    throw new CertificateUnread('the certificate of SNS could not be read');
  }
};
