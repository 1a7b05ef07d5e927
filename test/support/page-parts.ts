/** A form of a page as it stands there. */
export interface PageForm {
  readonly action: string | undefined;
  readonly fields: readonly FormField[];
  readonly buttons: readonly { readonly label: string; readonly name: string | undefined; readonly value: string }[];
}

export interface FormField {
  readonly name: string;
  readonly value: string;
  /** Whether a browser sends the value if nobody touches the field. */
  readonly isGiven: boolean;
  /** What may be chosen; `undefined` where one writes freely. */
  readonly options?: readonly string[];
}

/** Forms of our own pages, which never nest. */
export const formsIn = (html: string): readonly PageForm[] =>
  [...html.matchAll(/<form ([^>]*)>(.*?)<\/form>/gs)].map(([, head = '', inner = '']) => ({
    action: attributesOf(head)['action'],
    fields: [...inner.matchAll(/<input ([^>]*)>|<textarea ([^>]*)>\n?(.*?)<\/textarea>|<select ([^>]*)>(.*?)<\/select>/gs)].flatMap(
      fieldOf,
    ),
    buttons: [...inner.matchAll(/<button ([^>]*)>(.*?)<\/button>/gs)].map(([, attributes = '', words = '']) => {
      const { name, value = '' } = attributesOf(attributes);
      return { label: textOf(words.replaceAll(/<span class="unseen">.*?<\/span>/gs, '')), name, value };
    }),
  }));

const fieldOf = ([, input, area, written = '', select, options = '']: RegExpExecArray): readonly FormField[] => {
  if (input !== undefined) return inputOf(attributesOf(input));
  if (area !== undefined) return [{ name: attributesOf(area)['name'] ?? '', value: decoded(written), isGiven: true }];
  const choices = [...options.matchAll(/<option ([^>]*)>/g)].map(([, attributes = '']) => attributesOf(attributes));
  const chosen = choices.find((choice) => 'selected' in choice) ?? choices[0];
  return [
    {
      name: attributesOf(select ?? '')['name'] ?? '',
      value: chosen?.['value'] ?? '',
      isGiven: true,
      options: choices.map(({ value = '' }) => value),
    },
  ];
};

const inputOf = (attributes: Readonly<Record<string, string>>): readonly FormField[] => {
  const { name, type = 'text', value = '' } = attributes;
  if (name === undefined) return [];
  if (type !== 'checkbox' && type !== 'radio') return [{ name, value, isGiven: true }];
  return [{ name, value, isGiven: 'checked' in attributes, options: [value] }];
};

export const attributesOf = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries([...text.matchAll(/([a-z-]+)(?:="([^"]*)")?/g)].map(([, name = '', value = '']) => [name, decoded(value)]));

/** What one reads of a piece of a page. */
export const textOf = (html: string): string =>
  decoded(
    html
      .replaceAll(/<datalist.*?<\/datalist>/gs, '')
      .replaceAll(/<\/?(?:bdi|strong|em|span|wbr|a)\b[^>]*>/g, '')
      .replaceAll(/<[^>]*>/g, ' '),
  )
    .replaceAll(/\s+/g, ' ')
    .trim();

export const decoded = (text: string): string =>
  text.replaceAll(/&(lt|gt|quot|#39|amp);/g, (whole, name: string) => entities[name] ?? whole);
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
