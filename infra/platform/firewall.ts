import { WebAcl } from '@pulumi/aws/wafv2/webAcl.js';
import type { Output } from '@pulumi/pulumi';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import { firewallRules, visibilityOf } from './firewall-plan.ts';
import { called, type Stack } from './stack.ts';

/** Where firewalls of distributions are kept, wherever a stack is (AWS WAF, CreateWebACL). */
export const firewallRegion = 'us-east-1';

/** Stands before a distribution. It writes no log: each line would hold the URL and the address. */
export class Firewall extends ComponentResource {
  readonly arn: Output<string>;
  /** The `WebACL` dimension of its metrics, which are in us-east-1. */
  readonly metricName: string;

  constructor(stack: Stack, args: { readonly name: string }, options?: ComponentResourceOptions) {
    const name = called(stack, args.name);
    super('loop:platform:Firewall', name, {}, options);
    const firewall = new WebAcl(
      name,
      {
        region: firewallRegion,
        scope: 'CLOUDFRONT',
        description: `Before the pages of Loop, stack ${stack.settings.stack}`,
        defaultAction: { allow: {} },
        rules: firewallRules(name),
        visibilityConfig: visibilityOf(name),
      },
      { parent: this },
    );
    this.arn = firewall.arn;
    this.metricName = name;
    this.registerOutputs({ arn: this.arn });
  }
}
