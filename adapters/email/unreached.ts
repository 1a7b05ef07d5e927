/**
 * Whether a request failed before there was a connection, so that nothing of it can have arrived: nobody listens, there is no such name, no
 * way there, or no secure connection. The error itself or what caused it says so.
 */
export const wasNotReached = (error: unknown): boolean => {
  for (let at = error, depth = 0; at instanceof Error && depth < depthMax; at = at.cause, depth++) {
    if (at instanceof AggregateError && at.errors.length > 0 && at.errors.every(wasNotReached)) return true;
    if ('code' in at && typeof at.code === 'string' && (beforeAll.has(at.code) || /^(CERT_|ERR_TLS_CERT)/.test(at.code))) return true;
  }
  return false;
};

const depthMax = 5;
const beforeAll = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]);
