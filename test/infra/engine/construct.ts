import provider from '@pulumi/pulumi/proto/provider_pb.js';
import monitor from '@pulumi/pulumi/proto/resource_pb.js';
import type { RegisterResourceResponse as Registered } from '@pulumi/pulumi/proto/resource_pb.js';
import { toStruct } from '../support/engine-grpc.ts';
import type { Deployment } from './deployment.ts';
import type { Goal } from './goal.ts';

/** A component that its provider makes: it registers itself and its children where the program does. */
export const construct = async (deployment: Deployment, goal: Goal, address: string): Promise<Registered> => {
  const { run, providers } = deployment;
  const { client } = await providers.of(goal.provider, goal.type);
  const request = new provider.ConstructRequest()
    .setProject(run.settings.project)
    .setStack(run.settings.stack)
    .setDryrun(run.preview)
    .setMonitorendpoint(address)
    .setType(goal.type)
    .setName(goal.name)
    .setParent(goal.parent)
    .setInputs(toStruct(goal.inputs))
    .setDependenciesList([...goal.dependencies]);
  for (const [key, value] of Object.entries(run.settings.config)) request.getConfigMap().set(key, value);
  const answer = await client.construct(request);
  const response = new monitor.RegisterResourceResponse().setUrn(answer.getUrn()).setObject(answer.getState());
  for (const [output] of answer.getStatedependenciesMap().toArray()) {
    const urns = answer.getStatedependenciesMap().get(output)?.getUrnsList() ?? [];
    response.getPropertydependenciesMap().set(output, new monitor.RegisterResourceResponse.PropertyDependencies().setUrnsList(urns));
  }
  return response;
};
