// What AWS runs in a function: asks for the next event, hands it to the handler, gives back what came of it (Lambda, "Runtime API").
const [bundle = ''] = process.argv.slice(2);
const api = `http://${process.env['AWS_LAMBDA_RUNTIME_API'] ?? ''}/2018-06-01/runtime`;
const post = async (path: string, body: unknown) => fetch(`${api}${path}`, { method: 'POST', body: JSON.stringify(body ?? null) });
const told = (error: unknown) =>
  error instanceof Error ? { errorType: error.name, errorMessage: error.message, trace: error.stack } : { errorMessage: String(error) };

try {
  const { handler } = (await import(bundle)) as { readonly handler: (event: unknown, context: object) => Promise<unknown> };
  for (;;) {
    const next = await fetch(`${api}/invocation/next`);
    const awsRequestId = next.headers.get('lambda-runtime-aws-request-id') ?? '';
    const deadline = Number(next.headers.get('lambda-runtime-deadline-ms'));
    try {
      const answer = await handler(await next.json(), { awsRequestId, getRemainingTimeInMillis: () => deadline - Date.now() });
      await post(`/invocation/${awsRequestId}/response`, answer);
    } catch (error) {
      // AWS writes an error down, words and all.
      console.error('Invoke Error', JSON.stringify(told(error)));
      await post(`/invocation/${awsRequestId}/error`, told(error));
    }
  }
} catch (error) {
  console.error('Init Error', JSON.stringify(told(error)));
  await post('/init/error', told(error));
  process.exit(1);
}
