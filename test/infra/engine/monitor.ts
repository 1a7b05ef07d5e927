import engineServices from '@pulumi/pulumi/proto/engine_grpc_pb.js';
import type { IEngineServer } from '@pulumi/pulumi/proto/engine_grpc_pb.js';
import engine from '@pulumi/pulumi/proto/engine_pb.js';
import type { LogRequest, SetRootResourceRequest } from '@pulumi/pulumi/proto/engine_pb.js';
import monitorServices from '@pulumi/pulumi/proto/resource_grpc_pb.js';
import type { IResourceMonitorServer } from '@pulumi/pulumi/proto/resource_grpc_pb.js';
import monitor from '@pulumi/pulumi/proto/resource_pb.js';
import type { RegisterResourceOutputsRequest, RegisterResourceRequest, ResourceInvokeRequest } from '@pulumi/pulumi/proto/resource_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import { fromStruct, listen, refused, toStruct, unary, wordsOf, type Listening } from '../support/engine-grpc.ts';
import { construct } from './construct.ts';
import type { Deployment } from './deployment.ts';
import { goalOf } from './goal.ts';
import { registerCustom, registerPlain } from './register.ts';
import { providedBy } from './resource.ts';

const { DeploymentInfo, RegisterPackageResponse, RegisterResourceResponse, ResourceInvokeResponse, ResourceMonitorFeature } = monitor;
const done = () => new empty.Empty();

/** The two services that a program speaks to, `ResourceMonitor` and `Engine`, on one address. */
export const serveProgram = async (deployment: Deployment): Promise<Listening> => {
  // A remote component registers its children where the program does.
  const at = { address: '' };
  const listening = await listen((server) => {
    server.addService(monitorServices.ResourceMonitorService, monitorOf(deployment, at));
    server.addService(engineServices.EngineService, engineOf(deployment));
  });
  at.address = listening.address;
  return listening;
};

const monitorOf = (deployment: Deployment, at: { readonly address: string }): IResourceMonitorServer => ({
  ...refusing<IResourceMonitorServer>(monitorServices.ResourceMonitorService),
  // Without structured aliases the SDK itself works out the URNs of aliases, and those that children have by their parents.
  getDeploymentInfo: unary(() =>
    new DeploymentInfo().setSupportedfeaturesList([
      ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_SECRETS,
      ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
    ]),
  ),
  registerPackage: unary(() => new RegisterPackageResponse()),
  signalAndWaitForShutdown: unary(done),
  invoke: unary(async (request: ResourceInvokeRequest) => {
    const { client } = await deployment.providers.of(request.getProvider(), request.getTok());
    const answer = await client.invoke(request.getTok(), fromStruct(request.getArgs())).catch(failing(deployment));
    return new ResourceInvokeResponse().setReturn(toStruct(answer));
  }),
  registerResource: unary((request: RegisterResourceRequest) => register(deployment, request, at.address).catch(failing(deployment))),
  registerResourceOutputs: unary((request: RegisterResourceOutputsRequest) => {
    const registered = deployment.run.now.get(request.getUrn());
    if (registered !== undefined) deployment.run.now.set(registered.urn, { ...registered, outputs: fromStruct(request.getOutputs()) });
    return done();
  }),
});

const engineOf = ({ run }: Deployment): IEngineServer => {
  let root = '';
  return {
    ...refusing<IEngineServer>(engineServices.EngineService),
    log: unary((request: LogRequest) => {
      if (request.getSeverity() !== engine.LogSeverity.DEBUG) run.log.push(request.getMessage());
      if (request.getSeverity() === engine.LogSeverity.ERROR) run.failures.push(request.getMessage());
      return done();
    }),
    getRootResource: unary(() => new engine.GetRootResourceResponse().setUrn(root)),
    setRootResource: unary((request: SetRootResourceRequest) => {
      root = request.getUrn();
      return new engine.SetRootResourceResponse();
    }),
  };
};

const register = async (deployment: Deployment, request: RegisterResourceRequest, address: string) => {
  const { run, providers } = deployment;
  const goal = goalOf(run, request);
  if (request.getRemote()) return construct(deployment, goal, address);
  if (run.claimed.has(goal.urn)) throw new Error(`the program has two resources ${goal.urn}`);
  run.claimed.add(goal.urn);
  const plain = !goal.custom || providedBy(goal.type) !== undefined;
  const { urn, id = '', outputs, inputs } = plain ? await registerPlain(run, goal, providers) : await registerCustom(deployment, goal);
  return new RegisterResourceResponse()
    .setUrn(urn)
    .setId(id)
    .setObject(toStruct(goal.custom ? outputs : inputs));
};

const failing =
  ({ run }: Deployment) =>
  (error: unknown): never => {
    run.failures.push(wordsOf(error));
    throw error;
  };

/** Every method of a service, refused; those that are there are put over it. */
const refusing = <Service extends IResourceMonitorServer | IEngineServer>(service: object): Service =>
  Object.fromEntries(Object.keys(service).map((method) => [method, refused(method)])) as unknown as Service;
