import type { DistributionArgs } from '@pulumi/aws/cloudfront/distribution.js';
import { cachingDisabled, cachingOptimized, type SitePolicies } from './site-policies.ts';
import { assetsPaths, keptPaths, webPaths } from './site-plan.ts';

/** What the distribution does with a request, by its path: origins are called `api` and `assets`. */
export const behavioursOf = ({
  keptId,
  originRequestId,
  pagesHeadersId,
  assetsHeadersId,
  webHeadersId,
}: SitePolicies): Pick<DistributionArgs, 'defaultCacheBehavior' | 'orderedCacheBehaviors'> => ({
  // Nothing of a page is kept, and none is compressed: CloudFront compresses only what it keeps, and a page that holds both a secret of
  // ours and words of somebody else tells the one by its compressed length (BREACH).
  defaultCacheBehavior: {
    targetOriginId: 'api',
    viewerProtocolPolicy: 'redirect-to-https',
    allowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'],
    cachedMethods: ['GET', 'HEAD'],
    cachePolicyId: cachingDisabled,
    originRequestPolicyId: originRequestId,
    responseHeadersPolicyId: pagesHeadersId,
    compress: false,
  },
  orderedCacheBehaviors: [
    ...keptPaths.map((pathPattern) => ({
      ...readOnly,
      pathPattern,
      targetOriginId: 'api',
      cachePolicyId: keptId,
      responseHeadersPolicyId: pagesHeadersId,
    })),
    ...[
      { pathPattern: assetsPaths, responseHeadersPolicyId: assetsHeadersId },
      // That policy keeps for a second even what says that it is not to be kept (CloudFront, "Use managed cache policies").
      { pathPattern: webPaths, responseHeadersPolicyId: webHeadersId },
    ].map((each) => ({ ...readOnly, ...each, targetOriginId: 'assets', cachePolicyId: cachingOptimized })),
  ],
});

const readOnly = {
  viewerProtocolPolicy: 'redirect-to-https',
  allowedMethods: ['GET', 'HEAD'],
  cachedMethods: ['GET', 'HEAD'],
  compress: true,
};
