import { describe, expect, it } from 'vitest';
import { quietAccessLogs } from '../../../infra/policy/rules/access-logs.ts';
import { oneOrigin } from '../../../infra/policy/rules/cors.ts';
import { deadLetters } from '../../../infra/policy/rules/dead-letters.ts';
import { encryptedAtRest } from '../../../infra/policy/rules/encryption.ts';
import { tablesGoBack } from '../../../infra/policy/rules/kept.ts';
import { logsEnd } from '../../../infra/policy/rules/logs.ts';
import { closedNetwork, machinesKeepTheirRights } from '../../../infra/policy/rules/network.ts';
import { receivedMail } from '../../../infra/policy/rules/received-mail.ts';
import { notYetKnown, type Props, type ResourceRule } from '../../../infra/policy/rules/rule.ts';
import { runtimesOfToday } from '../../../infra/policy/rules/runtimes.ts';
import { tlsOfToday } from '../../../infra/policy/rules/tls.ts';
import { noSecretsInVariables } from '../../../infra/policy/rules/variables.ts';
import * as of from './fixtures.ts';

const mapping = 'aws:lambda/eventSourceMapping:EventSourceMapping';
const group = 'aws:ec2/securityGroup:SecurityGroup';
const ingressRule = 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule';
const listener = 'aws:lb/listener:Listener';
const apiDomain = 'aws:apigatewayv2/domainName:DomainName';
const launch = 'aws:ec2/launchTemplate:LaunchTemplate';
const receiptRule = 'aws:ses/receiptRule:ReceiptRule';
const stage = 'aws:apigatewayv2/stage:Stage';
const cors = 'aws:s3/bucketCorsConfiguration:BucketCorsConfiguration';
const api = 'aws:apigatewayv2/api:Api';
const images = 'aws:ecr/repository:Repository';
const arn = 'arn:aws:kms:eu-central-1:000000000000:key/1';
const runs = { runtime: 'nodejs24.x', architectures: ['arm64'], tracingConfig: { mode: 'Active' } };
const containers = (name: string): Props => ({
  containerDefinitions: JSON.stringify([{ name: 'main', environment: [{ name, value: 'x' }] }]),
});
const site = (changed: Props = {}): Props => ({
  viewerCertificate: { minimumProtocolVersion: 'TLSv1.2_2021' },
  defaultCacheBehavior: { viewerProtocolPolicy: 'redirect-to-https' },
  origins: [{ customOriginConfig: { originProtocolPolicy: 'https-only', originSslProtocols: ['TLSv1.2'] } }, { domainName: 'bucket' }],
  ...changed,
});

const receives = (changed: Props = {}): Props => ({
  tlsPolicy: 'Require',
  scanEnabled: true,
  recipients: ['relay.example.com'],
  s3Actions: [{ bucketName: 'b', topicArn: 't' }],
  ...changed,
});

const staged = (changed: Props = {}): Props => ({
  accessLogSettings: { destinationArn: 'a', format: '{"routeKey":"$context.routeKey"}' },
  defaultRouteSettings: { throttlingRateLimit: 100, loggingLevel: 'OFF', dataTraceEnabled: false },
  ...changed,
});
const answers = (changed: Props = {}): Props => ({
  corsRules: [{ allowedOrigins: ['https://circle.example.com'], allowedMethods: ['GET', 'POST'], ...changed }],
});

/** For each rule and kind: what passes, and what does not. */
const cases: readonly (readonly [rule: ResourceRule, type: string, good: Props, ...bad: readonly Props[]])[] = [
  [encryptedAtRest, of.table, { serverSideEncryption: { enabled: true, kmsKeyArn: arn } }, {}, { serverSideEncryption: { enabled: true } }],
  [encryptedAtRest, of.queue, { kmsMasterKeyId: arn }, {}, { sqsManagedSseEnabled: true }],
  [encryptedAtRest, of.topic, { kmsMasterKeyId: notYetKnown }, {}],
  [encryptedAtRest, of.logGroup, { kmsKeyId: arn }, {}],
  [encryptedAtRest, of.secret, { kmsKeyId: arn }, { kmsKeyId: '' }],
  [encryptedAtRest, of.lambda, { kmsKeyArn: arn }, {}],
  [
    encryptedAtRest,
    images,
    { encryptionConfigurations: [{ encryptionType: 'KMS' }] },
    {},
    { encryptionConfigurations: [{ encryptionType: 'AES256' }] },
  ],
  [encryptedAtRest, of.key, { enableKeyRotation: true }, {}],
  [deadLetters, of.schedule, { target: { deadLetterConfig: { arn: 'a' } } }, { target: { arn: 'a' } }],
  [
    deadLetters,
    mapping,
    { eventSourceArn: 'arn:aws:dynamodb:…', destinationConfig: { onFailure: { destinationArn: 'a' } } },
    { eventSourceArn: 'arn:aws:dynamodb:…' },
  ],
  [
    receivedMail,
    receiptRule,
    receives(),
    receives({ tlsPolicy: 'Optional' }),
    receives({ tlsPolicy: undefined }),
    receives({ scanEnabled: false }),
    receives({ recipients: [] }),
    receives({ s3Actions: [{ bucketName: 'b' }] }),
  ],
  [
    quietAccessLogs,
    stage,
    staged(),
    staged({ accessLogSettings: undefined }),
    staged({ accessLogSettings: { destinationArn: 'a', format: '{"query":"$context.requestOverride.querystring.ticket"}' } }),
    staged({ accessLogSettings: { destinationArn: 'a', format: '$context.identity.sourceIp' } }),
    staged({ defaultRouteSettings: { throttlingRateLimit: 100, loggingLevel: 'INFO' } }),
    staged({ defaultRouteSettings: { throttlingRateLimit: 100, dataTraceEnabled: true } }),
    staged({ routeSettings: [{ routeKey: '$connect', loggingLevel: 'ERROR' }] }),
    staged({ defaultRouteSettings: {} }),
  ],
  [
    oneOrigin,
    cors,
    answers(),
    answers({ allowedOrigins: ['https://circle.example.com', 'https://other.example.com'] }),
    answers({ allowedOrigins: ['*'] }),
    answers({ allowedOrigins: ['https://*.example.com'] }),
    answers({ allowedOrigins: ['http://circle.example.com'] }),
    answers({ allowedMethods: ['GET', 'PUT'] }),
    { corsRules: [] },
  ],
  [oneOrigin, api, { protocolType: 'HTTP' }, { protocolType: 'HTTP', corsConfiguration: { allowOrigins: ['*'] } }],
  [logsEnd, of.logGroup, { retentionInDays: 30 }, {}, { retentionInDays: 0 }],
  [tablesGoBack, of.table, { pointInTimeRecovery: { enabled: true } }, {}, { pointInTimeRecovery: { enabled: false } }],
  [
    closedNetwork(),
    group,
    { ingress: [{ protocol: 'tcp', fromPort: 443, toPort: 443, cidrBlocks: ['10.0.0.0/16'] }] },
    { ingress: [{ protocol: 'tcp', fromPort: 443, toPort: 443, cidrBlocks: ['10.0.0.0/16', '0.0.0.0/0'] }] },
    { ingress: [{ protocol: '-1', fromPort: 0, toPort: 0, ipv6CidrBlocks: ['::/0'] }] },
  ],
  [closedNetwork(), ingressRule, { cidrIpv4: '10.0.0.0/16' }, { cidrIpv4: '0.0.0.0/0', ipProtocol: 'tcp', fromPort: 22, toPort: 22 }],
  [machinesKeepTheirRights, launch, { metadataOptions: { httpTokens: 'required' } }, {}, { metadataOptions: { httpTokens: 'optional' } }],
  [
    tlsOfToday,
    of.distribution,
    site(),
    site({ viewerCertificate: { minimumProtocolVersion: 'TLSv1_2016' } }),
    site({ defaultCacheBehavior: { viewerProtocolPolicy: 'allow-all' } }),
    site({ orderedCacheBehaviors: [{ pathPattern: '/assets/*', viewerProtocolPolicy: 'allow-all' }] }),
    site({ origins: [{ customOriginConfig: { originProtocolPolicy: 'http-only', originSslProtocols: ['TLSv1.2'] } }] }),
    site({ origins: [{ customOriginConfig: { originProtocolPolicy: 'https-only', originSslProtocols: ['TLSv1.1', 'TLSv1.2'] } }] }),
  ],
  [
    tlsOfToday,
    listener,
    { protocol: 'HTTPS', sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' },
    { protocol: 'HTTP' },
    { protocol: 'HTTPS' },
  ],
  [
    tlsOfToday,
    apiDomain,
    { domainNameConfiguration: { securityPolicy: 'TLS_1_2' } },
    { domainNameConfiguration: { securityPolicy: 'TLS_1_0' } },
  ],
  [
    runtimesOfToday,
    of.lambda,
    runs,
    { ...runs, runtime: 'nodejs20.x' },
    { ...runs, architectures: ['x86_64'] },
    { ...runs, tracingConfig: {} },
  ],
  [runtimesOfToday, of.taskDefinition, { runtimePlatform: { cpuArchitecture: 'ARM64' } }, {}],
  [
    noSecretsInVariables,
    of.lambda,
    { environment: { variables: { KEY_SECRET_ID: 'a', USERS_TABLE: 'b' } } },
    { environment: { variables: { RESEND_API_KEY: 'a' } } },
    { environment: { variables: { DB_PASSWORD: notYetKnown } } },
  ],
  [noSecretsInVariables, of.taskDefinition, containers('KEY_SECRET_ID'), containers('ORIGIN_SECRET')],
];

describe.each(cases.map(([rule, type, good, ...bad]) => ({ rule, name: rule.name, type, good, bad })))(
  '$name of $type',
  ({ rule, type, good, bad }) => {
    it('lets pass what keeps to it', () => {
      expect(of.foundIn(rule, of.resource(type, good))).toEqual([]);
    });

    it.each(bad)('finds %j, once', (props) => {
      expect(of.foundIn(rule, of.resource(type, props))).toHaveLength(1);
    });
  },
);

describe('what rules let pass', () => {
  it('is the topic of alarms in us-east-1, where the key of the stack is not, and no other topic', () => {
    const named = (name: string) => of.resource(of.topic, {}, { name });
    expect(of.foundIn(encryptedAtRest, named('loop-dev-edge-alarms'))).toEqual([]);
    expect(of.foundIn(encryptedAtRest, named('loop-dev-alarms'))).toHaveLength(1);
  });

  it('is the mapping of a queue, whose dead letters are the queue’s', () => {
    expect(of.foundIn(deadLetters, of.resource(mapping, { eventSourceArn: 'arn:aws:sqs:eu-central-1:000000000000:letters' }))).toEqual([]);
  });

  it('is an origin that is known only once the site is made, in a preview', () => {
    expect(of.foundIn(oneOrigin, of.resource(cors, answers({ allowedOrigins: [notYetKnown] })))).toEqual([]);
    expect(of.foundIn(oneOrigin, of.resource(cors, answers({ allowedOrigins: [notYetKnown], allowedMethods: ['DELETE'] })))).toHaveLength(
      1,
    );
  });

  it('is a media port that is on the list, and no port beside it', () => {
    const rule = closedNetwork([{ protocol: 'udp', from: 50_000, to: 60_000, reason: 'calls' }]);
    const open = (fromPort: number, toPort: number) =>
      of.resource(group, { ingress: [{ protocol: 'udp', fromPort, toPort, cidrBlocks: ['0.0.0.0/0'] }] });
    expect(of.foundIn(rule, open(50_000, 60_000))).toEqual([]);
    expect(of.foundIn(rule, open(50_000, 60_001))).toHaveLength(1);
  });

  it('is a distribution under its own name, whose protocols are CloudFront’s', () => {
    const own = site({ viewerCertificate: { cloudfrontDefaultCertificate: true } });
    expect(of.foundIn(tlsOfToday, of.resource(of.distribution, own))).toEqual([]);
  });
});
