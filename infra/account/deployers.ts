import { OpenIdConnectProvider } from '@pulumi/aws/iam/openIdConnectProvider.js';
import { Policy } from '@pulumi/aws/iam/policy.js';
import { Role } from '@pulumi/aws/iam/role.js';
import { RolePolicyAttachment } from '@pulumi/aws/iam/rolePolicyAttachment.js';
import { interpolate, jsonStringify, output, type Input, type Output } from '@pulumi/pulumi';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import { policyOf, type Statement } from '../platform/policy.ts';
import type { Account } from './account.ts';
import { deployRights, previewRights, type Deployment, type State } from './deploy-rights.ts';
import { deploySubjects, previewSubjects } from './deploy-trust.ts';
import { boundaryRights } from './role-boundary.ts';

const issuer = 'token.actions.githubusercontent.com';

export interface DeployersArgs {
  /** `owner/name` on GitHub. */
  readonly repository: string;
  /** The repository of images. */
  readonly images: Input<string>;
}

/** The roles that workflows of one repository take on: one to preview, one to deploy. No key of either is kept anywhere. */
export class Deployers extends ComponentResource {
  readonly previewRoleArn: Output<string>;
  readonly deployRoleArn: Output<string>;
  readonly boundaryArn: Output<string>;
  private readonly providerArn: Output<string>;

  constructor(account: Account, { repository, images }: DeployersArgs, options?: ComponentResourceOptions) {
    super('loop:account:Deployers', 'loop-deployers', {}, options);
    const { settings, partition, accountId } = account;
    const place = { partition, accountId, region: settings.region };
    const state: State = { bucket: settings.stateBucket, keyArn: settings.stateKeyArn };
    this.providerArn = this.trusted(account);
    // What deploys is called otherwise than what is deployed, or it could change its own rights.
    const boundary = new Policy(
      'loop-role-boundary',
      { name: 'deploy-loop-boundary', policy: policyOf(boundaryRights(place)) },
      { parent: this },
    );
    this.boundaryArn = boundary.arn;
    const deployment: Deployment = { place, state, images, boundaryArn: settings.roleBoundary ? boundary.arn : undefined };
    this.previewRoleArn = this.role('preview', previewSubjects(repository), { preview: previewRights(deployment) });
    this.deployRoleArn = this.role('deploy', deploySubjects(repository, settings.environments), deployRights(deployment));
    this.registerOutputs({});
  }

  /** AWS knows GitHub's certificate by itself, so no thumbprint goes stale (IAM, "Obtain the thumbprint for an OpenID Connect identity provider"). */
  private trusted({ settings, partition, accountId }: Account): Output<string> {
    if (!settings.gitHubProvider) return interpolate`arn:${partition}:iam::${accountId}:oidc-provider/${issuer}`;
    const provider = new OpenIdConnectProvider(
      'loop-github',
      { url: `https://${issuer}`, clientIdLists: ['sts.amazonaws.com'] },
      { parent: this },
    );
    return output(provider.arn);
  }

  private role(purpose: string, subjects: readonly string[], rights: Readonly<Record<string, readonly Statement[]>>): Output<string> {
    const role = new Role(
      `loop-${purpose}`,
      {
        name: `deploy-loop-${purpose}`,
        description: `Taken on by workflows on GitHub: ${purpose}`,
        maxSessionDuration: 3_600,
        assumeRolePolicy: jsonStringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: 'sts:AssumeRoleWithWebIdentity',
              Principal: { Federated: this.providerArn },
              Condition: { StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com', [`${issuer}:sub`]: subjects } },
            },
          ],
        }),
      },
      { parent: this },
    );
    for (const [area, statements] of Object.entries(rights)) {
      if (statements.length === 0) continue;
      const name = `loop-${purpose}-${area}`;
      const policy = new Policy(name, { name: `deploy-${name}`, policy: policyOf(statements) }, { parent: this });
      new RolePolicyAttachment(name, { role: role.name, policyArn: policy.arn }, { parent: this });
    }
    return role.arn;
  }
}
