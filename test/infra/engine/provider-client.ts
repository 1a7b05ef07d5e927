import { credentials } from '@grpc/grpc-js';
import provider from '@pulumi/pulumi/proto/provider_pb.js';
import services from '@pulumi/pulumi/proto/provider_grpc_pb.js';
import type {
  CheckResponse as CheckResponseMessage,
  CreateResponse as CreateResponseMessage,
  DiffResponse as DiffResponseMessage,
  InvokeResponse as InvokeResponseMessage,
  UpdateResponse as UpdateResponseMessage,
  ConstructRequest,
  ConstructResponse,
} from '@pulumi/pulumi/proto/provider_pb.js';
import { randomBytes } from 'node:crypto';
import { ask, channelOptions, fromStruct, toStruct } from '../support/engine-grpc.ts';
import { opened, type Props } from '../support/engine-values.ts';

export interface Difference {
  readonly differs: readonly string[];
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

export interface Made {
  readonly id: string;
  readonly outputs: Props;
}

interface Whose {
  readonly urn: string;
  readonly id: string;
}

interface Change extends Whose {
  readonly oldInputs: Props;
  readonly oldOutputs: Props;
  readonly news: Props;
}

/** One provider of the program, over Pulumi's protocol. It is told of no secrets; whoever asks keeps their marks. */
export interface ProviderClient {
  /** The inputs with what the provider fills in; throws what it refuses. */
  readonly check: (given: { readonly urn: string; readonly olds: Props; readonly news: Props }) => Promise<Props>;
  readonly diff: (change: Change) => Promise<Difference>;
  readonly create: (given: { readonly urn: string; readonly inputs: Props; readonly preview: boolean }) => Promise<Made>;
  readonly update: (change: Change & { readonly preview: boolean }) => Promise<Props>;
  readonly remove: (given: Whose & { readonly outputs: Props }) => Promise<void>;
  readonly invoke: (token: string, inputs: Props) => Promise<Props>;
  readonly construct: (request: ConstructRequest) => Promise<ConstructResponse>;
  readonly close: () => void;
}

const { CheckRequest, ConfigureRequest, CreateRequest, DeleteRequest, DiffRequest, DiffResponse, InvokeRequest, UpdateRequest } = provider;
const structOf = (props: Props) => toStruct(opened(props));

export const connectProvider = async (address: string, config: Props): Promise<ProviderClient> => {
  const client = new services.ResourceProviderClient(address, credentials.createInsecure(), channelOptions);
  await ask((done) => client.configure(new ConfigureRequest().setArgs(structOf(config)), done));
  return {
    check: async ({ urn, olds, news }) => {
      const request = new CheckRequest().setUrn(urn).setOlds(structOf(olds)).setNews(structOf(news)).setRandomseed(randomBytes(32));
      const answer = await ask<CheckResponseMessage>((done) => client.check(request, done));
      const failures = answer.getFailuresList().map((failure) => `${failure.getProperty()}: ${failure.getReason()}`);
      if (failures.length > 0) throw new Error(`${urn}: ${failures.join('; ')}`);
      return fromStruct(answer.getInputs());
    },
    diff: async ({ urn, id, oldInputs, oldOutputs, news }) => {
      const request = new DiffRequest().setUrn(urn).setId(id).setOldInputs(structOf(oldInputs)).setOlds(structOf(oldOutputs));
      const answer = await ask<DiffResponseMessage>((done) => client.diff(request.setNews(structOf(news)), done));
      return {
        differs: answer.getChanges() === DiffResponse.DiffChanges.DIFF_SOME ? answer.getDiffsList() : [],
        replaces: answer.getReplacesList(),
        deleteBeforeReplace: answer.getDeletebeforereplace(),
      };
    },
    create: async ({ urn, inputs, preview }) => {
      const request = new CreateRequest().setUrn(urn).setProperties(structOf(inputs)).setPreview(preview);
      const answer = await ask<CreateResponseMessage>((done) => client.create(request, done));
      return { id: answer.getId(), outputs: fromStruct(answer.getProperties()) };
    },
    update: async ({ urn, id, oldInputs, oldOutputs, news, preview }) => {
      const request = new UpdateRequest().setUrn(urn).setId(id).setOldInputs(structOf(oldInputs)).setOlds(structOf(oldOutputs));
      request.setNews(structOf(news)).setPreview(preview);
      const answer = await ask<UpdateResponseMessage>((done) => client.update(request, done));
      return fromStruct(answer.getProperties());
    },
    remove: async ({ urn, id, outputs }) => {
      await ask((done) => client.delete(new DeleteRequest().setUrn(urn).setId(id).setProperties(structOf(outputs)), done));
    },
    invoke: async (token, inputs) => {
      const request = new InvokeRequest().setTok(token).setArgs(structOf(inputs));
      const answer = await ask<InvokeResponseMessage>((done) => client.invoke(request, done));
      return fromStruct(answer.getReturn());
    },
    construct: (request) => ask((done) => client.construct(request, done)),
    close: () => client.close(),
  };
};
