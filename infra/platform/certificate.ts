import { Certificate as AcmCertificate } from '@pulumi/aws/acm/certificate.js';
import { CertificateValidation } from '@pulumi/aws/acm/certificateValidation.js';
import { Record as DnsEntry } from '@pulumi/aws/route53/record.js';
import type { Output } from '@pulumi/pulumi';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import type { ValidationRecord } from './site-records.ts';
import { called, type Stack } from './stack.ts';

export interface CertificateArgs {
  readonly name: string;
  readonly domain: string;
  /** The zone that takes what proves it; without, somebody writes it by hand, and nothing waits for them. */
  readonly zoneId: string | undefined;
}

/** CloudFront takes certificates from there alone, wherever a stack is (ACM, "Supported Regions"). */
export const certificateRegion = 'us-east-1';

/** A certificate for one name, renewed by AWS as long as the record stands that proves it. */
export class Certificate extends ComponentResource {
  /** Where there is a zone, known once it is issued. */
  readonly arn: Output<string>;
  readonly validation: ValidationRecord;

  constructor(stack: Stack, { name: short, domain, zoneId }: CertificateArgs, options?: ComponentResourceOptions) {
    const name = called(stack, short);
    super('loop:platform:Certificate', name, {}, options);
    const certificate = new AcmCertificate(
      name,
      { region: certificateRegion, domainName: domain, validationMethod: 'DNS' },
      // One that waits for a hand leaves the program once `loop:siteCertificateArn` names it, and is in use from then on.
      { parent: this, retainOnDelete: zoneId === undefined },
    );
    // One name has one record, so nothing has to be made inside `apply`.
    const proof = certificate.domainValidationOptions.apply(first);
    this.validation = { name: proof.resourceRecordName, type: proof.resourceRecordType, value: proof.resourceRecordValue };
    this.arn = zoneId === undefined ? certificate.arn : this.issued(name, certificate, zoneId);
    this.registerOutputs({ arn: this.arn });
  }

  private issued(name: string, certificate: AcmCertificate, zoneId: string): Output<string> {
    const { name: recordName, type, value } = this.validation;
    const record = new DnsEntry(
      name,
      // All certificates of one account for one name are proved by one record, which may stand there already.
      { zoneId, name: recordName, type, records: [value], ttl: 300, allowOverwrite: true },
      { parent: this },
    );
    return new CertificateValidation(
      name,
      { region: certificateRegion, certificateArn: certificate.arn, validationRecordFqdns: [record.fqdn] },
      { parent: this },
    ).certificateArn;
  }
}

const first = <T>([one]: readonly T[]): T => {
  if (one === undefined) throw new Error('AWS names no record that would prove the certificate');
  return one;
};
