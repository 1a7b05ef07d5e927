export const indexName = 'by_index';

/** How a table is laid out: the names and types that the code reads and writes (`schema` in adapters/dynamodb/sdk-rows.ts). */
export const tableLayout = {
  billingMode: 'PAY_PER_REQUEST',
  attributes: ['pk', 'sk', 'index_pk', 'index_sk'].map((name) => ({ name, type: 'S' })),
  hashKey: 'pk',
  rangeKey: 'sk',
  globalSecondaryIndexes: [
    {
      name: indexName,
      projectionType: 'ALL',
      keySchemas: [
        { attributeName: 'index_pk', keyType: 'HASH' },
        { attributeName: 'index_sk', keyType: 'RANGE' },
      ],
    },
  ],
  /** Epoch seconds. */
  ttl: { enabled: true, attributeName: 'delete_at' },
};

/** Days that can be gone back to; 35 are the most, and cost no more than fewer (DynamoDB, "Point-in-time recovery"). */
export const recoveryDays = 35;

/**
 * What the code asks of a table, and no more: it never scans, never writes in batches, and leaves a table as it is. A transaction needs the
 * rights of its parts (DynamoDB, "Using IAM with transactions"). Which entry point has which need is shown by a journey under these rights
 * (test/real/infra/lived.test.ts).
 */
export const tableActions = {
  /** Gets items, and goes through lists of them. */
  read: ['dynamodb:GetItem', 'dynamodb:Query'],
  /** Gets items by their keys, and puts them back over the version that was read. */
  amend: ['dynamodb:GetItem', 'dynamodb:PutItem'],
  /** The same with what lists hold. */
  workThrough: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem'],
  /** Has items stay as they are while others change. */
  hold: ['dynamodb:ConditionCheckItem'],
  /** Puts items whatever was there before. */
  note: ['dynamodb:UpdateItem'],
  /** Works through lists, and takes items away, or has them stay as they are. */
  change: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem'],
  /** The same, and puts items whatever was there before. */
  write: [
    'dynamodb:GetItem',
    'dynamodb:Query',
    'dynamodb:ConditionCheckItem',
    'dynamodb:DeleteItem',
    'dynamodb:PutItem',
    'dynamodb:UpdateItem',
  ],
} as const;
