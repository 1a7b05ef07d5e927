import services from '@pulumi/pulumi/proto/provider_grpc_pb.js';
import type { IResourceProviderServer } from '@pulumi/pulumi/proto/provider_grpc_pb.js';
import provider from '@pulumi/pulumi/proto/provider_pb.js';
import type {
  CheckRequest,
  ConfigureRequest,
  ConstructRequest,
  CreateRequest,
  DeleteRequest,
  DiffRequest,
  InvokeRequest,
  UpdateRequest,
} from '@pulumi/pulumi/proto/provider_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import { fromStruct, refused, toStruct, unary } from '../support/engine-grpc.ts';
import { constructVpc } from './construct-vpc.ts';
import { answerOf } from './invokes.ts';
import type { PluginOptions } from './plugin-options.ts';
import { resourcesOf, type Resources, type Standing } from './resources.ts';

const { CheckFailure, CheckResponse, ConfigureResponse, CreateResponse, DiffResponse, InvokeResponse, UpdateResponse } = provider;
const { DIFF_NONE, DIFF_SOME } = DiffResponse.DiffChanges;

/** The protocol `ResourceProvider`, so far as the test engine speaks it. */
export const serviceOf = (options: PluginOptions): IResourceProviderServer => {
  let configured: Resources | undefined;
  const resources = (): Resources => {
    if (configured === undefined) throw new Error('the provider is not configured yet');
    return configured;
  };
  return {
    ...refusing,
    configure: unary((request: ConfigureRequest) => {
      configured = resourcesOf(decoded(fromStruct(request.getArgs())), options);
      return new ConfigureResponse().setAcceptsecrets(false).setSupportspreview(true);
    }),
    check: unary((request: CheckRequest) => {
      const [olds, news] = [fromStruct(request.getOlds()), fromStruct(request.getNews())];
      const checked = resources().check({ urn: request.getUrn(), olds, news, seed: request.getRandomseed_asU8() });
      const failures = checked.failures.map(({ property, reason }) => new CheckFailure().setProperty(property).setReason(reason));
      return new CheckResponse().setInputs(toStruct(checked.inputs)).setFailuresList(failures);
    }),
    diff: unary((request: DiffRequest) => {
      const { differs, replaces, deleteBeforeReplace } = resources().diff(standingOf(request), fromStruct(request.getNews()));
      return new DiffResponse()
        .setChanges(differs.length === 0 ? DIFF_NONE : DIFF_SOME)
        .setDiffsList([...differs])
        .setReplacesList([...replaces])
        .setDeletebeforereplace(deleteBeforeReplace);
    }),
    create: unary(async (request: CreateRequest) => {
      const { id, state } = await resources().create(request.getUrn(), fromStruct(request.getProperties()), request.getPreview());
      return new CreateResponse().setId(id).setProperties(toStruct(state));
    }),
    update: unary(async (request: UpdateRequest) => {
      const state = await resources().update(standingOf(request), fromStruct(request.getNews()), request.getPreview());
      return new UpdateResponse().setProperties(toStruct(state));
    }),
    delete: unary(async (request: DeleteRequest) => {
      await resources().remove(request.getUrn(), request.getId(), fromStruct(request.getProperties()));
      return new empty.Empty();
    }),
    invoke: unary((request: InvokeRequest) =>
      new InvokeResponse().setReturn(toStruct(answerOf(request.getTok(), fromStruct(request.getArgs()), resources().place))),
    ),
    construct: unary((request: ConstructRequest) => constructVpc(request)),
  };
};

const standingOf = (request: DiffRequest | UpdateRequest): Standing => ({
  urn: request.getUrn(),
  id: request.getId(),
  oldInputs: fromStruct(request.getOldInputs()),
  oldOutputs: fromStruct(request.getOlds()),
});

/** Of a provider that the program makes, everything but texts comes as JSON. */
const decoded = (config: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      typeof value === 'string' && /^[[{]/.test(value) ? (JSON.parse(value) as unknown) : value,
    ]),
  );

const refusing = Object.fromEntries(
  Object.keys(services.ResourceProviderService).map((method) => [method, refused(method)]),
) as unknown as IResourceProviderServer;
