// `pulumi preview --policy-pack infra/policy`: the rules over what is about to be deployed. Constructing the pack starts its server.
import { PolicyPack, type PolicyResource, type ResourceValidationArgs } from '@pulumi/policy';
import { plain } from './plain.ts';
import { resourceRules, stackRules } from './rules/all.ts';
import type { Resource } from './rules/rule.ts';

type Given = Pick<PolicyResource | ResourceValidationArgs, 'type' | 'name' | 'urn' | 'props' | 'opts' | 'provider'>;

const resourceOf = ({ type, name, urn, props, opts, provider }: Given): Resource => ({
  type,
  name,
  urn,
  props: plain(props),
  protect: opts.protect,
  ...(provider === undefined ? {} : { provider: plain(provider.props) }),
});

new PolicyPack('loop', {
  policies: [
    ...resourceRules.map(({ name, description, level, each }) => ({
      name,
      description,
      enforcementLevel: level,
      validateResource: (args: ResourceValidationArgs, report: (message: string) => void) => {
        for (const message of each(resourceOf(args))) report(message);
      },
    })),
    ...stackRules.map(({ name, description, level, all }) => ({
      name,
      description,
      enforcementLevel: level,
      validateStack: (
        { resources }: { readonly resources: readonly PolicyResource[] },
        report: (message: string, urn?: string) => void,
      ) => {
        for (const { urn, message } of all(resources.map(resourceOf))) report(message, urn);
      },
    })),
  ],
});
