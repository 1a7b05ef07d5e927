import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { RoleArgs } from '@pulumi/aws/iam/role.js';
import type { RolePolicyArgs } from '@pulumi/aws/iam/rolePolicy.js';
import type { RolePolicyAttachmentArgs } from '@pulumi/aws/iam/rolePolicyAttachment.js';
import type { Unwrap } from '@pulumi/pulumi';
import { answered, kindOf, unlessGone, type Kind } from '../kind.ts';

/** A policy document is a text in this program; the SDK takes objects too. */
const text = (document: unknown): string => (typeof document === 'string' ? document : JSON.stringify(document));

const putPolicy = (inputs: Unwrap<RolePolicyArgs> & { readonly name: string }) =>
  new PutRolePolicyCommand({ RoleName: inputs.role as string, PolicyName: inputs.name, PolicyDocument: text(inputs.policy) });

export const roleKinds: readonly Kind[] = [
  kindOf<RoleArgs, 'name'>({
    type: 'aws:iam/role:Role',
    naming: { property: 'name', max: 64 },
    replaces: ['name', 'path'],
    json: ['assumeRolePolicy'],
    madeUp: ({ name, path = '/' }, { account }) => ({
      id: name,
      outputs: { arn: `arn:aws:iam::${account}:role${path}${name}`, uniqueId: 'AROA0000000000000000A', createDate: '2026-01-01T00:00:00Z' },
    }),
    making: {
      create: async (inputs, { iam }) => {
        const { Role } = await iam.send(
          new CreateRoleCommand({ RoleName: inputs.name, Path: inputs.path, AssumeRolePolicyDocument: text(inputs.assumeRolePolicy) }),
        );
        return { outputs: { arn: answered(Role?.Arn), uniqueId: answered(Role?.RoleId) } };
      },
      update: async ({ id, inputs }, { iam }) => {
        await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: id, PolicyDocument: text(inputs.assumeRolePolicy) }));
        return {};
      },
      remove: ({ id }, { iam }) => unlessGone(iam.send(new DeleteRoleCommand({ RoleName: id }))),
    },
  }),
  kindOf<RolePolicyArgs, 'name'>({
    type: 'aws:iam/rolePolicy:RolePolicy',
    naming: { property: 'name', max: 128 },
    replaces: ['name', 'role'],
    json: ['policy'],
    madeUp: ({ role, name }) => ({ id: `${role as string}:${name}`, outputs: {} }),
    making: {
      create: async (inputs, { iam }) => {
        await iam.send(putPolicy(inputs));
        return {};
      },
      update: async ({ inputs }, { iam }) => {
        await iam.send(putPolicy(inputs));
        return {};
      },
      remove: ({ inputs }, { iam }) =>
        unlessGone(iam.send(new DeleteRolePolicyCommand({ RoleName: inputs.role as string, PolicyName: inputs.name }))),
    },
  }),
  kindOf<RolePolicyAttachmentArgs>({
    type: 'aws:iam/rolePolicyAttachment:RolePolicyAttachment',
    replaces: ['role', 'policyArn'],
    madeUp: ({ role, policyArn }) => ({ id: `${role as string}/${policyArn}`, outputs: {} }),
    making: {
      create: async ({ role, policyArn }, { iam }) => {
        await iam.send(new AttachRolePolicyCommand({ RoleName: role as string, PolicyArn: policyArn }));
        return {};
      },
      remove: ({ inputs: { role, policyArn } }, { iam }) =>
        unlessGone(iam.send(new DetachRolePolicyCommand({ RoleName: role as string, PolicyArn: policyArn }))),
    },
  }),
];
