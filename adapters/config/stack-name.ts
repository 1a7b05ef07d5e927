/** Small letters, digits and hyphens: part of a path, and typed by hand. */
export const isStackName = (text: string): boolean => /^[a-z][a-z0-9-]{0,31}$/.test(text);

/** Where a stack's parameters stand in Systems Manager. */
export const parametersPath = (stack: string): string => `/loop/${stack}/`;
