/** The address in a sender, without a name before it (RFC 5322, 3.4). */
export const addressIn = (sender: string): string => /<([^<>]+)>$/.exec(sender)?.[1] ?? sender;

/**
 * The identities of SES that a sender may be verified by: the address, its domain, and the domains above it that somebody can own. SES
 * asks for the right to whichever of them it finds (SES Developer Guide, "Creating and verifying identities").
 */
export const identitiesOf = (sender: string): readonly string[] => {
  const address = addressIn(sender).toLowerCase();
  return [address, ...domainIdentitiesOf(address.slice(address.indexOf('@') + 1))];
};

/** The same of a domain all of whose addresses send. */
export const domainIdentitiesOf = (domain: string): readonly string[] => {
  const labels = domain.split('.');
  return labels.slice(0, -1).map((_label, at) => labels.slice(at).join('.'));
};
