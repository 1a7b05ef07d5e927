import { Server, ServerCredentials, status, type handleUnaryCall, type ServiceError } from '@grpc/grpc-js';
import structs from 'google-protobuf/google/protobuf/struct_pb.js';
import type { Struct } from 'google-protobuf/google/protobuf/struct_pb.js';
import type { Props } from './engine-values.ts';

/** A server on this machine. */
export interface Listening {
  /** Host and port. */
  readonly address: string;
  readonly close: () => void;
}

const messageBytesMax = 64 * 1024 * 1024;
export const channelOptions = { 'grpc.max_receive_message_length': messageBytesMax, 'grpc.max_send_message_length': messageBytesMax };

export const listen = async (add: (server: Server) => void): Promise<Listening> => {
  const server = new Server(channelOptions);
  add(server);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  return { address: `127.0.0.1:${String(port)}`, close: () => server.forceShutdown() };
};

export const unary =
  <Question, Answer>(answer: (question: Question) => Answer | Promise<Answer>): handleUnaryCall<Question, Answer> =>
  (call, done) => {
    const answering = async (): Promise<Answer> => answer(call.request);
    answering().then(
      (answered) => done(null, answered),
      (error: unknown) => done({ code: status.UNKNOWN, details: wordsOf(error) }),
    );
  };

/** For what a protocol has and a test engine does not: it is refused by name, never passed over. */
export const refused = (method: string): handleUnaryCall<unknown, never> =>
  ((_call, done) => done({ code: status.UNIMPLEMENTED, details: `the test engine has no ${method}` })) satisfies handleUnaryCall<
    unknown,
    never
  >;

export const ask = <Answer>(start: (done: (error: ServiceError | null, answer: Answer) => void) => unknown): Promise<Answer> =>
  new Promise((resolve, reject) => {
    start((error, answer) => {
      if (error === null) resolve(answer);
      else reject(new Error(wordsOf(error)));
    });
  });

export const wordsOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return 'details' in error && typeof error.details === 'string' ? error.details : error.message;
};

/** A message has no place for `undefined`, so that is left out. */
export const toStruct = (props: Props): Struct => structs.Struct.fromJavaScript(JSON.parse(JSON.stringify(props)) as never);

export const fromStruct = (struct: Struct | undefined): Props => struct?.toJavaScript() ?? {};
