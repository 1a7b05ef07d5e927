import type { Input } from '@pulumi/pulumi';
import { allow, type Statement } from '../platform/policy.ts';
import { dataRights } from './deploy-rights-data.ts';
import { edgeRights } from './deploy-rights-edge.ts';
import { runRights } from './deploy-rights-run.ts';
import type { Place } from './place.ts';

export interface State {
  readonly bucket: string | undefined;
  readonly keyArn: string | undefined;
}

export interface Deployment {
  readonly place: Place;
  readonly state: State;
  /** The repository of images. */
  readonly images: Input<string>;
  /** Every role it makes has to have it, where it is given. */
  readonly boundaryArn: Input<string> | undefined;
}

/**
 * What the deploying role may do: services that Loop uses, things called `loop-…`, and reading what has no name to go by. It is no
 * fence around the data: whoever deploys a function can have it read what functions may read. It keeps a mistake, or a stolen
 * token, away from everything else in the account, and from the roles that deploy, which are called otherwise.
 *
 * Policies of their own, as one has 6,144 characters (IAM, "IAM and AWS STS quotas").
 */
export const deployRights = ({ place, state, images, boundaryArn }: Deployment): Readonly<Record<string, readonly Statement[]>> => ({
  state: [...stateReading(state), ...stateWriting(state), ...imageRights(images)],
  data: dataRights(place),
  run: runRights(place, boundaryArn),
  edge: edgeRights(place),
});

/**
 * What a preview needs of AWS: next to nothing, as it compares the program with the state and asks no service. It decrypts the
 * secrets of the state, so whoever can open a branch can read them: they are what the program made up, never the community's key.
 */
export const previewRights = ({ state, images }: Pick<Deployment, 'state' | 'images'>): readonly Statement[] => [
  ...stateReading(state),
  // The network is laid out over the zones that there are.
  allow(['ec2:DescribeAvailabilityZones'], ['*']),
  allow(['ecr:DescribeImages'], [images]),
];

const stateReading = ({ bucket, keyArn }: State): readonly Statement[] => [
  ...(bucket === undefined
    ? []
    : [allow(['s3:ListBucket', 's3:GetBucketLocation'], [inS3(bucket)]), allow(['s3:GetObject'], [inS3(`${bucket}/*`)])]),
  ...(keyArn === undefined ? [] : [allow(['kms:Decrypt', 'kms:DescribeKey'], [keyArn])]),
];

const stateWriting = ({ bucket, keyArn }: State): readonly Statement[] => [
  ...(bucket === undefined ? [] : [allow(['s3:PutObject', 's3:DeleteObject'], [inS3(`${bucket}/*`)])]),
  ...(keyArn === undefined ? [] : [allow(['kms:Encrypt', 'kms:GenerateDataKey'], [keyArn])]),
];

/** State and images are in the partition of the public regions, or the bucket's policy says otherwise. */
const inS3 = (path: string): string => `arn:aws:s3:::${path}`;

const imageRights = (images: Input<string>): readonly Statement[] => [
  allow(['ecr:GetAuthorizationToken'], ['*']),
  allow(
    [
      'ecr:BatchCheckLayerAvailability',
      'ecr:BatchGetImage',
      'ecr:CompleteLayerUpload',
      'ecr:DescribeImages',
      'ecr:GetDownloadUrlForLayer',
      'ecr:InitiateLayerUpload',
      'ecr:PutImage',
      'ecr:UploadLayerPart',
    ],
    [images],
  ),
];
