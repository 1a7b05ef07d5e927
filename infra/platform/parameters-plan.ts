/** `users-table`, or one level deeper `dead-letters/mail-events`. */
const namePattern = /^[a-z][a-z0-9-]*(\/[a-z][a-z0-9-]*)?$/;

/** Where a stack's parameter stands; `loop … --stack` reads all below `/loop/<stack>/`. Throws where the name is none. */
export const parameterPath = (stack: string, name: string): string => {
  if (!namePattern.test(name)) throw new Error(`${name}: a parameter's name has small letters, digits, hyphens, and one slash at most`);
  return `/loop/${stack}/${name}`;
};
