import services from '@pulumi/pulumi/proto/provider_grpc_pb.js';
import { listen, type Listening } from '../support/engine-grpc.ts';
import type { PluginOptions } from './plugin-options.ts';
import { serviceOf } from './service.ts';

/** A provider of `aws` and of the one component of `awsx` that Loop uses, by Pulumi's protocol; each that is served is one provider. */
export const createProviderPlugin = (options: PluginOptions = {}): { readonly serve: () => Promise<Listening> } => ({
  serve: () => listen((server) => server.addService(services.ResourceProviderService, serviceOf(options))),
});
