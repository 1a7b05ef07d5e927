/**
 * Text of `format=flowed` (RFC 3676) with each paragraph on one line: a line that ends in a blank goes on in the next one of the same quote,
 * whose marks are no words of it.
 */
export const unflowed = (text: string, { isDelSp }: { readonly isDelSp: boolean }): string => {
  const lines: string[] = [];
  let open: number | undefined;
  for (const line of text.split('\n')) {
    const marks = quoteMarks.exec(line)?.[0] ?? '';
    const depth = marks.replaceAll(' ', '').length;
    // A blank in the beginning only keeps a line from being taken for something else (4.4).
    const content = line.slice(marks.length).replace(/^ /, '');
    const isSignature = content === '-- ';
    const goesOn = content.endsWith(' ') && !isSignature;
    const shown = goesOn && isDelSp ? content.slice(0, -1) : content;
    if (open === depth && !isSignature) lines.push(`${lines.pop() ?? ''}${shown}`);
    else lines.push(depth === 0 ? shown : `${'>'.repeat(depth)}${shown === '' ? '' : ' '}${shown}`);
    open = goesOn ? depth : undefined;
  }
  return lines.join('\n');
};

/** Some programs write a blank between them. */
const quoteMarks = /^>(?: ?>)*/;
