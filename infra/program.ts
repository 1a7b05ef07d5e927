import { Provider } from '@pulumi/aws/provider.js';
import type { Region } from '@pulumi/aws/types/enums/index.js';
import { readSettings } from './config/read-settings.ts';
import { tagsOf } from './platform/stack.ts';
import { Introductions, type IntroductionsOutputs } from './products/introductions.ts';

/** Declares a whole stack, and answers what it exports. */
export const program = ({ bundles }: { readonly bundles?: string } = {}): IntroductionsOutputs => {
  const settings = readSettings();
  const aws = new Provider('aws', {
    region: settings.region as Region,
    defaultTags: { tags: { ...tagsOf(settings) } },
  });
  return new Introductions({ settings, bundles }, { providers: { aws } }).outputs;
};
