import type { MimeEntity } from './mime-tree.ts';

/** What a mail says, and what comes with it. */
export interface Body {
  /** Undefined where there is none, or where some of it exists in HTML alone. */
  readonly text: string | undefined;
  readonly html: string | undefined;
  readonly parts: readonly MimeEntity[];
}

/** Undefined where a text is too long. */
type Decode = (entity: MimeEntity) => Promise<string | undefined>;

/**
 * Texts are joined in their order; alternatives are the same words twice (RFC 2046, 5.1.4), anything else follows on. Undefined where one
 * of them is too long.
 */
export const bodyOf = async (entity: MimeEntity, decode: Decode): Promise<Body | undefined> => {
  const { value } = entity.type;
  if (entity.children === undefined) return leafOf(entity, decode);
  if (value === 'multipart/encrypted') return { ...nothing, parts: [entity] };
  const bodies: Body[] = [];
  // What is signed is first (RFC 1847, 2.1). Nothing behind it is said to be part of the text.
  for (const [index, child] of entity.children.entries()) {
    const body = value === 'multipart/signed' && index > 0 ? { ...nothing, parts: [child] } : await bodyOf(child, decode);
    if (body === undefined) return undefined;
    bodies.push(body);
  }
  return value === 'multipart/alternative' ? ofAlternatives(bodies) : ofSequence(bodies);
};

/** Whether all that the mail says is in what only its receiver can open (RFC 3156, RFC 8551). */
export const isSealed = (root: MimeEntity, { text, html, parts }: Body): boolean => {
  if (`${text ?? ''}${html ?? ''}`.trim() !== '') return false;
  return isEncrypted(root) || (parts.length > 0 && parts.every(isEncrypted));
};

const isEncrypted = ({ type }: MimeEntity): boolean => {
  if (type.value === 'multipart/encrypted') return true;
  // Where it is only signed, the words are inside all the same; a list of certificates has none.
  return smime.has(type.value) && type.parameters.get('smime-type')?.toLowerCase() !== 'certs-only';
};

const leafOf = async (entity: MimeEntity, decode: Decode): Promise<Body | undefined> => {
  const { value } = entity.type;
  // A multipart without a delimiter is shown as it is.
  const isText = value === 'text/plain' || value === 'text/html' || value.startsWith('multipart/');
  if (!isText || entity.disposition.value === 'attachment') return { ...nothing, parts: [entity] };
  const words = await decode(entity);
  if (words === undefined) return undefined;
  return value === 'text/html' ? { ...nothing, html: words } : { ...nothing, text: words };
};

const ofAlternatives = (bodies: readonly Body[]): Body => {
  const texts = bodies.flatMap(({ text }) => text ?? []);
  const htmls = bodies.flatMap(({ html }) => html ?? []);
  return {
    text: texts.length === 0 ? undefined : texts.join('\n'),
    html: htmls.length === 0 ? undefined : htmls.join('\n'),
    parts: bodies.flatMap(({ parts }) => parts),
  };
};

const ofSequence = (bodies: readonly Body[]): Body => {
  const speaking = bodies.filter(({ text, html }) => text !== undefined || html !== undefined);
  const isInHtml = speaking.some(({ html }) => html !== undefined);
  const isInText = speaking.length > 0 && speaking.every(({ text }) => text !== undefined);
  return {
    text: isInText ? speaking.map(({ text = '' }) => text).join('\n') : undefined,
    html: isInHtml ? speaking.map(({ text = '', html }) => html ?? asHtml(text)).join('\n') : undefined,
    parts: bodies.flatMap(({ parts }) => parts),
  };
};

const asHtml = (text: string): string =>
  `<div style="white-space:pre-wrap">${text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')}</div>`;

const nothing: Body = { text: undefined, html: undefined, parts: [] };
const smime: ReadonlySet<string> = new Set(['application/pkcs7-mime', 'application/x-pkcs7-mime']);
