import { isOn, listOf, mayBe } from './read.ts';
import { eachOf, type Resource, type StackRule } from './rule.ts';

const bucketType = 'aws:s3/bucket:Bucket';
const blockType = 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock';
const encryptionType = 'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration';
const walls = ['blockPublicAcls', 'blockPublicPolicy', 'ignorePublicAcls', 'restrictPublicBuckets'] as const;

/** Beside each bucket stand the resources that close and encrypt it. */
export const privateBuckets: StackRule = {
  name: 'private-buckets',
  description: 'Each bucket is closed to the public in all four ways, and says how it is encrypted.',
  level: 'mandatory',
  all: eachOf(bucketType, (bucket, others) => {
    const closed = beside(bucket, others, blockType).some(({ props }) => walls.every((wall) => isOn(props[wall])));
    const encrypted = beside(bucket, others, encryptionType).some(({ props }) => listOf(props['rules']).length > 0);
    const acl = bucket.props['acl'];
    return [
      ...(closed ? [] : [`no BucketPublicAccessBlock closes it: ${walls.join(', ')}`]),
      ...(encrypted ? [] : ['no BucketServerSideEncryptionConfiguration says how it is encrypted']),
      ...(typeof acl === 'string' && acl.startsWith('public') ? [`its acl is ${acl}`] : []),
    ];
  }),
};

const beside = (bucket: Resource, others: readonly Resource[], type: string): readonly Resource[] =>
  others.filter((other) => other.type === type && mayBe(other.props['bucket'], bucket.props['bucket']));
