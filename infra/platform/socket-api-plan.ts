/** Part of the URL; there is one, as there is one version at a time. */
export const socketStage = 'live';

/** A frame says of itself what it is (`clientFrame` of adapters/http/contract.ts); whatever it says, one function reads it. */
export const routeSelection = '$request.body.type';
export const routeKeys = ['$connect', '$disconnect', '$default'] as const;

/** A WebSocket API waits no longer for a function (API Gateway, "Quotas for configuring and running a WebSocket API"). */
export const socketIntegrationMsMax = 29_000;

/**
 * Connections and frames a second that reach the function, and how many at once. A member may write 30 messages a minute
 * (`perMinuteMax` of domain/relay/chat/limits.ts), each followed by a mark of the other one: 100 who do, and 500 windows that come back
 * within seconds after a fault of the service. What is above it is refused and sent again by the page.
 */
export const framesPerSecondMax = 200;
export const framesBurstMax = 500;

/** `https://<api>.execute-api.<region>.amazonaws.com/live`: who shows something in a window asks the host that browsers know by `wss:`. */
export const endpointOf = (apiEndpoint: string): string => `${apiEndpoint.replace(/^ws/, 'http')}/${socketStage}`;
