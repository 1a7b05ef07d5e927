import { interpolate, type Input } from '@pulumi/pulumi';
import type { AccountSettings } from './settings.ts';

/** One record of the DNS, to be made in Route 53 or by hand. */
export interface DnsRecord {
  /** Unique here; the logical name ends with it. */
  readonly key: string;
  readonly name: Input<string>;
  readonly type: 'CNAME' | 'MX' | 'TXT';
  readonly value: Input<string>;
}

type Mail = Pick<AccountSettings, 'mailDomain' | 'mailFromDomain' | 'region' | 'dkimDomain' | 'dmarcPolicy' | 'dmarcReports'>;

/** Easy DKIM has three (SES, "Easy DKIM in Amazon SES"), known only once the identity is made. */
export const dkimTokenCount = 3;

/** What has to stand in the DNS before SES sends for a domain; `tokens` are the three of its identity. */
export const mailRecords = (mail: Mail, tokens: readonly Input<string>[]): readonly DnsRecord[] => [
  ...tokens.map((token, index): DnsRecord => ({
    key: `dkim-${String(index + 1)}`,
    name: interpolate`${token}._domainkey.${mail.mailDomain}`,
    type: 'CNAME',
    value: interpolate`${token}.${mail.dkimDomain}`,
  })),
  // SES, "Using a custom MAIL FROM domain": exactly one MX record, and SPF.
  { key: 'mail-from-mx', name: mail.mailFromDomain, type: 'MX', value: `10 feedback-smtp.${mail.region}.amazonses.com` },
  { key: 'mail-from-spf', name: mail.mailFromDomain, type: 'TXT', value: 'v=spf1 include:amazonses.com ~all' },
  ...dmarcRecords(mail),
];

const dmarcRecords = ({ mailDomain, dmarcPolicy, dmarcReports }: Mail): readonly DnsRecord[] => {
  if (dmarcPolicy === 'elsewhere') return [];
  const reports = dmarcReports === undefined ? '' : `; rua=mailto:${dmarcReports}`;
  return [{ key: 'dmarc', name: `_dmarc.${mailDomain}`, type: 'TXT', value: `v=DMARC1; p=${dmarcPolicy}${reports}` }];
};
