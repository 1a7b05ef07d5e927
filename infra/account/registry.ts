import { LifecyclePolicy } from '@pulumi/aws/ecr/lifecyclePolicy.js';
import { Repository } from '@pulumi/aws/ecr/repository.js';
import { jsonStringify, type Output } from '@pulumi/pulumi';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';

/** How far back a rollback reaches. */
export const imagesKept = 20;

/** Where the image of the tasks is pushed to; stacks name it by its digest. */
export class Registry extends ComponentResource {
  readonly url: Output<string>;
  readonly arn: Output<string>;

  constructor(options?: ComponentResourceOptions) {
    super('loop:account:Registry', 'loop-images', {}, options);
    const repository = new Repository(
      'loop-images',
      {
        name: 'loop',
        imageTagMutability: 'IMMUTABLE',
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [{ encryptionType: 'KMS' }],
      },
      { parent: this, protect: true },
    );
    new LifecyclePolicy('loop-images', { repository: repository.name, policy: jsonStringify(keepLast(imagesKept)) }, { parent: this });
    this.url = repository.repositoryUrl;
    this.arn = repository.arn;
    this.registerOutputs({ url: this.url });
  }
}

const keepLast = (count: number) => ({
  rules: [
    {
      rulePriority: 1,
      description: `keeps the last ${String(count)}`,
      selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: count },
      action: { type: 'expire' },
    },
  ],
});
