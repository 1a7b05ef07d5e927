/** What everything of Loop is tagged with, so that a bill can be read by any of them. */
export const tagNames = ['Project', 'Env', 'Component', 'Owner', 'CostCenter'] as const;

export type Tags = Readonly<Record<(typeof tagNames)[number], string>>;
