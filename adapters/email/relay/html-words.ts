/** About how many tags and comments an HTML document has, and characters beside them. Takes time in proportion to the document. */
export const measuresOf = (html: string): { readonly tags: number; readonly characters: number } => {
  let tags = 0;
  let characters = 0;
  let from = 0;
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', from)) {
    const end = endOfTag(html, at);
    characters += (end === undefined ? at + 1 : at) - from;
    if (end !== undefined) tags += 1;
    from = end ?? at + 1;
  }
  return { tags, characters: characters + html.length - from };
};

/** Undefined where the sign begins none; the end of the document where it never ends. */
const endOfTag = (html: string, at: number): number | undefined => {
  if (!/[a-z/!?]/i.test(html.charAt(at + 1))) return undefined;
  const closing = html.startsWith('!--', at + 1) ? '-->' : '>';
  const end = html.indexOf(closing, at + 1);
  return end < 0 ? html.length : end + closing.length;
};
