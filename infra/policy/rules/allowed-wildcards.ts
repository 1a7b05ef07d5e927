/** A `*` that is meant. What is not on this list is refused. */
export interface AllowedWildcard {
  /** Of the resource whose policy it is. */
  readonly type: RegExp;
  /** All actions of the statement have to be among these. */
  readonly actions: RegExp;
  /** What may be `*`. */
  readonly of: 'action' | 'resource';
  readonly reason: string;
}

const rights = /^aws:iam\/(rolePolicy:RolePolicy|policy:Policy)$/;

export const allowedWildcards: readonly AllowedWildcard[] = [
  {
    type: /^aws:kms\/key:Key$/,
    actions: /^kms:/,
    of: 'resource',
    reason: 'in the policy of a key, * is that key (KMS, "Key policies")',
  },
  {
    type: /^aws:kms\/key:Key$/,
    actions: /^kms:\*$/,
    of: 'action',
    reason: 'lets the account give rights to the key by the policies of its roles; without it nobody could ever change the key again',
  },
  {
    type: rights,
    actions: /^(xray:Put(TraceSegments|TelemetryRecords)|ecr:GetAuthorizationToken)$/,
    of: 'resource',
    reason: 'traces and the token of a registry have no resource (Service Authorization Reference)',
  },
  {
    type: rights,
    actions: /^(logs:Describe(LogGroups|MetricFilters)|cloudwatch:(Describe\*|ListTagsForResource))$/,
    of: 'resource',
    reason: 'listing has no single resource',
  },
  {
    type: rights,
    actions: /^logs:((Create|Delete|Get|Update)LogDelivery|ListLogDeliveries|(Describe|Put|Delete)ResourcePolic(y|ies))$/,
    of: 'resource',
    reason: 'deliveries and their policies are of the account (Service Authorization Reference)',
  },
  { type: rights, actions: /^ec2:Describe(\*|AvailabilityZones)$/, of: 'resource', reason: 'EC2 describes without resources' },
  { type: rights, actions: /^ssm:DescribeParameters$/, of: 'resource', reason: 'listing has no single resource' },
  { type: rights, actions: /^secretsmanager:GetRandomPassword$/, of: 'resource', reason: 'what it answers belongs to nothing' },
  {
    type: rights,
    actions: /^kms:(CreateKey|TagResource|ListAliases)$/,
    of: 'resource',
    reason: 'a key has no name before it is made; its tag is asked for',
  },
  {
    type: rights,
    actions: /^lambda:((Create|Update|Delete|Get|List)EventSourceMappings?|ListTags|TagResource)$/,
    of: 'resource',
    reason: 'a mapping has an id for a name; what changes one is limited by the function it is for',
  },
  {
    type: rights,
    actions: /^ecs:((Register|Deregister)TaskDefinition|Describe\*|List\*)$/,
    of: 'resource',
    reason: 'ECS knows no resource for versions of a task definition while they are made',
  },
  {
    type: rights,
    actions: /^ses:(Create|Delete|Describe|Update)ReceiptRule$/,
    of: 'resource',
    reason: 'SES knows no resource for receipt rules (Service Authorization Reference)',
  },
  { type: rights, actions: /^iam:CreateServiceLinkedRole$/, of: 'resource', reason: 'limited by the service that the role is for' },
];
