import { at, isProps, listOf, wordsOf } from './read.ts';
import { ofType, together, type Props, type ResourceRule } from './rule.ts';

/** Older versions of TLS are broken, and no browser of the last years needs them. */
export const tlsOfToday: ResourceRule = {
  name: 'tls-of-today',
  description: 'Whoever is spoken to is spoken to by TLS 1.2 or later, and never without.',
  level: 'mandatory',
  each: together(
    ofType('aws:cloudfront/distribution:Distribution', (props) => [...ofViewers(props), ...ofOrigins(props)]),
    ofType('aws:lb/listener:Listener', ({ protocol, sslPolicy }) => {
      if (protocol === 'HTTP') return ['it listens without TLS'];
      return ['HTTPS', 'TLS'].includes(String(protocol)) && !/TLS(13|-1-2)/.test(String(sslPolicy))
        ? ['its sslPolicy lets older versions in']
        : [];
    }),
    ofType('aws:apigatewayv2/domainName:DomainName', ({ domainNameConfiguration }) =>
      at(domainNameConfiguration, 'securityPolicy') === 'TLS_1_2' ? [] : ['securityPolicy is not TLS_1_2'],
    ),
  ),
};

const ofViewers = ({ viewerCertificate, defaultCacheBehavior, orderedCacheBehaviors }: Props): readonly string[] => {
  const version = at(viewerCertificate, 'minimumProtocolVersion');
  // The distribution's own name comes with TLSv1 and cannot be told otherwise (CloudFront, "Supported protocols and ciphers").
  const isOwnName = at(viewerCertificate, 'cloudfrontDefaultCertificate') === true;
  const behaviours = [defaultCacheBehavior, ...listOf(orderedCacheBehaviors)];
  return [
    ...(isOwnName || (typeof version === 'string' && /^TLSv1\.[23]_/.test(version))
      ? []
      : ['minimumProtocolVersion lets older versions in']),
    ...behaviours
      .filter((behaviour) => at(behaviour, 'viewerProtocolPolicy') === 'allow-all')
      .map((behaviour) => `${wordsOf(at(behaviour, 'pathPattern'))[0] ?? 'the default path'} is served without TLS`),
  ];
};

const ofOrigins = ({ origins }: Props): readonly string[] =>
  listOf(origins)
    .map((origin) => at(origin, 'customOriginConfig'))
    .filter(isProps)
    .flatMap((origin) => [
      ...(origin['originProtocolPolicy'] === 'https-only' ? [] : ['an origin is asked without TLS']),
      ...(wordsOf(origin['originSslProtocols']).every((version) => /^TLSv1\.[23]$/.test(version))
        ? []
        : ['an origin is asked by older versions']),
    ]);
