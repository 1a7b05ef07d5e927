import { describe, expect, it } from 'vitest';
import { Certificate } from '../../../infra/platform/certificate.ts';
import { priceClassOf, servedDomainOf, siteNameOf } from '../../../infra/platform/site-plan.ts';
import { capture, type Captures } from '../support/capture.ts';
import { aStack } from '../support/stack.ts';

const none = { siteDomain: undefined, siteZoneId: undefined, siteCertificateArn: undefined, relayDomain: 'relay.example.com' };
const siteDomain = 'circle.example.com';
const siteZoneId = 'Z0123456789ABCDEFGHIJ';
const siteCertificateArn = 'arn:aws:acm:us-east-1:000000000000:certificate/0-0';

describe('the name of a site', () => {
  it('is the distribution’s own where none is wanted', () => {
    expect(siteNameOf(none)).toEqual({ kind: 'own' });
  });

  it('is certified here where a zone proves it', () => {
    const name = siteNameOf({ ...none, siteDomain, siteZoneId });
    expect(name).toEqual({ kind: 'zoned', domain: siteDomain, zoneId: siteZoneId });
    expect(servedDomainOf(name)).toBe(siteDomain);
  });

  it('waits, unserved, where somebody has to prove it by hand', () => {
    const name = siteNameOf({ ...none, siteDomain });
    expect(name).toEqual({ kind: 'awaiting', domain: siteDomain });
    expect(servedDomainOf(name)).toBeUndefined();
  });

  it('is served under a certificate that is there, with a zone and without', () => {
    for (const zoneId of [undefined, siteZoneId]) {
      const name = siteNameOf({ ...none, siteDomain, siteZoneId: zoneId, siteCertificateArn });
      expect(name).toEqual({ kind: 'certified', domain: siteDomain, certificateArn: siteCertificateArn, zoneId });
      expect(servedDomainOf(name)).toBe(siteDomain);
    }
  });

  it('is refused where it cannot be', () => {
    expect(() => siteNameOf({ ...none, siteZoneId })).toThrow('loop:siteZoneId');
    expect(() => siteNameOf({ ...none, siteCertificateArn })).toThrow('loop:siteCertificateArn');
    expect(() => siteNameOf({ ...none, siteDomain, relayDomain: siteDomain })).toThrow('have to differ');
    expect(siteNameOf({ ...none, siteDomain, siteZoneId, relayDomain: siteDomain })).toMatchObject({ kind: 'zoned' });
  });

  it('is answered to near the people who use it', () => {
    expect(['eu-central-1', 'us-east-1', 'ca-central-1'].map(priceClassOf)).toEqual(Array(3).fill('PriceClass_100'));
    expect(['ap-southeast-2', 'sa-east-1', 'af-south-1'].map(priceClassOf)).toEqual(Array(3).fill('PriceClass_All'));
  });
});

const captured = (zoneId: string | undefined): Promise<Captures> =>
  capture(() => {
    const { arn, validation } = new Certificate(aStack(), { name: 'site', domain: siteDomain, zoneId });
    return { arn, record: validation.name };
  });

describe('a certificate', () => {
  const acm = 'aws:acm/certificate:Certificate';

  it('is made where CloudFront takes it from, and proved by DNS', async () => {
    const { one } = await captured(siteZoneId);
    expect(one(acm).inputs).toMatchObject({ region: 'us-east-1', domainName: siteDomain, validationMethod: 'DNS' });
  });

  it('is waited for where its zone is ours', async () => {
    const { one } = await captured(siteZoneId);
    expect(one('aws:route53/record:Record').inputs).toMatchObject({
      zoneId: siteZoneId,
      name: '_x.circle.example.com',
      type: 'CNAME',
      records: ['_y.acm-validations.aws'],
      allowOverwrite: true,
    });
    expect(one('aws:acm/certificateValidation:CertificateValidation')).toMatchObject({
      dependencies: expect.arrayContaining([one(acm).urn, one('aws:route53/record:Record').urn]) as unknown,
      inputs: { region: 'us-east-1' },
    });
    expect(one(acm).retainOnDelete).toBe(false);
  });

  it('is waited for by nobody where it is proved by hand, and stays when the program lets go of it', async () => {
    const { of, one } = await captured(undefined);
    expect([...of('aws:route53/record:Record'), ...of('aws:acm/certificateValidation:CertificateValidation')]).toEqual([]);
    expect(one(acm).retainOnDelete).toBe(true);
  });
});
