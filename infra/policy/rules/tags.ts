import { tagNames } from '../../config/tag-names.ts';
import { at, isProps, parsed } from './read.ts';
import { notYetKnown, type Problem, type Resource, type StackRule } from './rule.ts';

/** Whether by the provider, which tags whatever it makes, or by itself. */
export const tagged: StackRule = {
  name: 'tagged',
  description: `Everything says whose it is and who pays: ${tagNames.join(', ')}.`,
  level: 'mandatory',
  all: (resources) =>
    resources
      .filter(({ type }) => type.startsWith('aws:'))
      .flatMap((resource): readonly Problem[] => {
        const missing = missingIn(resource);
        return missing.length === 0
          ? []
          : [{ urn: resource.urn, message: `neither it nor its provider has the tags ${missing.join(', ')}` }];
      }),
};

const missingIn = ({ props, provider }: Resource): readonly string[] => {
  // Pulumi hands a provider what is no text as JSON.
  const byProvider = at(parsed(provider?.['defaultTags']), 'tags');
  const has = (tags: unknown, name: string): boolean => tags === notYetKnown || (isProps(tags) && typeof tags[name] === 'string');
  return tagNames.filter((name) => ![byProvider, props['tags'], props['tagsAll']].some((tags) => has(tags, name)));
};
