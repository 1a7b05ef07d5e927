import { Parameter } from '@pulumi/aws/ssm/parameter.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import type { Input } from '@pulumi/pulumi';
import { parameterPath } from './parameters-plan.ts';
import { called, type Stack } from './stack.ts';

export interface ParametersArgs {
  /** By what they are called below the stack's path; adapters/config/stack.ts reads them. */
  readonly values: Readonly<Record<string, Input<string>>>;
}

/**
 * What the stack says of itself to `loop … --stack`. None of it is secret: secrets are named, and read where they lie. So
 * the values are shown where a deployment is looked at before it is made (`insecureValue`: not encrypted in Pulumi's state).
 */
export class Parameters extends ComponentResource {
  constructor(stack: Stack, { values }: ParametersArgs, options?: ComponentResourceOptions) {
    super('loop:platform:Parameters', called(stack, 'parameters'), {}, options);
    for (const [name, value] of Object.entries(values)) {
      const path = parameterPath(stack.settings.stack, name);
      new Parameter(called(stack, name), { name: path, type: 'String', insecureValue: value }, { parent: this });
    }
    this.registerOutputs();
  }
}
