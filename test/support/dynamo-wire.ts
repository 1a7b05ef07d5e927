/** DynamoDB as it speaks over HTTP (AWS JSON 1.0), as far as the table over the SDK asks: rows in maps, and the few expressions that it writes. */
export interface DynamoWire {
  /** Answers one request: its status and body. */
  readonly answer: (operation: string, input: Asked) => { readonly status: number; readonly body: object };
  readonly rows: (table: string) => readonly Row[];
}

type Value = Readonly<Record<string, unknown>>;
type Row = Readonly<Record<string, Value>>;
interface Expression {
  readonly ConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Row;
}
interface Write extends Expression {
  readonly TableName: string;
  readonly Key?: Row;
  readonly Item?: Row;
}
interface Asked extends Write {
  readonly IndexName?: string;
  readonly KeyConditionExpression?: string;
  readonly Limit?: number;
  readonly ScanIndexForward?: boolean;
  readonly ExclusiveStartKey?: Row;
  readonly TransactItems?: readonly Partial<Record<'Put' | 'Update' | 'Delete' | 'ConditionCheck', Write>>[];
}

export const createDynamoWire = (tables: readonly string[]): DynamoWire => {
  const stored = new Map(tables.map((name) => [name, new Map<string, Row>()]));
  const placeOf = (write: Write): { readonly table: Map<string, Row>; readonly id: string } => ({
    table: stored.get(write.TableName) ?? new Map<string, Row>(),
    id: idOf(write.Key ?? write.Item ?? {}),
  });
  const apply = (op: string, write: Write): void => {
    const { table, id } = placeOf(write);
    if (op === 'Delete') table.delete(id);
    if (op === 'Put') table.set(id, write.Item ?? {});
    if (op === 'Update') table.set(id, updated({ ...write.Key, ...table.get(id) }, write));
  };
  const holdsFor = (write: Write): boolean => {
    const { table, id } = placeOf(write);
    return write.ConditionExpression === undefined || holds(write.ConditionExpression, table.get(id) ?? {}, write);
  };
  const transact = (items: NonNullable<Asked['TransactItems']>): ReturnType<DynamoWire['answer']> => {
    const writes = items.flatMap((item) => Object.entries(item));
    const reasons = writes.map(([, write]) => ({ Code: holdsFor(write) ? 'None' : 'ConditionalCheckFailed' }));
    if (reasons.some(({ Code }) => Code !== 'None')) return failed('TransactionCanceledException', { CancellationReasons: reasons });
    for (const [op, write] of writes) apply(op, write);
    return { status: 200, body: {} };
  };
  return {
    rows: (table) => [...(stored.get(table)?.values() ?? [])],
    answer: (operation, input) => {
      const names = [
        input.TableName,
        ...(input.TransactItems ?? []).flatMap((item) => Object.values(item).map(({ TableName }) => TableName)),
      ];
      if (names.some((name: string | undefined) => name !== undefined && !stored.has(name))) return failed('ResourceNotFoundException');
      const { table, id } = placeOf(input);
      if (operation === 'GetItem') return { status: 200, body: table.has(id) ? { Item: table.get(id) } : {} };
      if (operation === 'Query') return { status: 200, body: queried([...table.values()], input) };
      if (operation === 'TransactWriteItems') return transact(input.TransactItems ?? []);
      if (operation !== 'PutItem') return failed('UnknownOperationException');
      if (!holdsFor(input)) return failed('ConditionalCheckFailedException', { Item: table.get(id) });
      apply('Put', input);
      return { status: 200, body: {} };
    },
  };
};

export const failed = (name: string, more: object = {}): ReturnType<DynamoWire['answer']> => ({
  status: 400,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'refused by the test', ...more },
});

const idOf = (row: Row): string => JSON.stringify([plain(row['pk']), plain(row['sk'])]);
const plain = (value: Value | undefined): unknown =>
  value === undefined ? undefined : 'N' in value ? Number(value['N']) : Object.values(value)[0];

const queried = (rows: readonly Row[], { IndexName, KeyConditionExpression = '', ...asked }: Asked): object => {
  const [pk, sk] = IndexName === undefined ? ['pk', 'sk'] : ['index_pk', 'index_sk'];
  const orderOf = (row: Row): string => `${String(plain(row[sk]))}\0${idOf(row)}`;
  const found = rows.filter((row) => row[pk] !== undefined && holds(KeyConditionExpression, row, asked));
  const sorted = found.toSorted((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1));
  const inOrder = asked.ScanIndexForward === false ? sorted.reverse() : sorted;
  const from =
    asked.ExclusiveStartKey === undefined ? 0 : inOrder.findIndex((row) => idOf(row) === idOf(asked.ExclusiveStartKey ?? {})) + 1;
  const page = inOrder.slice(from, from + (asked.Limit ?? Infinity));
  const last = page.at(-1);
  if (last === undefined || page.length < (asked.Limit ?? Infinity)) return { Items: page };
  return { Items: page, LastEvaluatedKey: Object.fromEntries(['pk', 'sk', pk, sk].map((name) => [name, last[name]])) };
};

/** `a AND (b OR c)` of comparisons, `BETWEEN`, and whether an attribute is there. */
const holds = (
  expression: string,
  row: Row,
  { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} }: Expression,
): boolean => {
  const words = expression.match(/[#:]\w+|[()]|<=|>=|[<>=]|\w+/g) ?? [];
  let at = 0;
  const next = (): string => words[at++] ?? '';
  const given = (word: string): unknown => plain(word.startsWith('#') ? row[names[word] ?? ''] : values[word]);
  const either = (): boolean => {
    let is = both();
    while (words[at] === 'OR' && next()) is = both() || is;
    return is;
  };
  const both = (): boolean => {
    let is = one();
    while (words[at] === 'AND' && next()) is = one() && is;
    return is;
  };
  const one = (): boolean => {
    const word = next();
    if (word === '(') return inside(either);
    if (word.startsWith('attribute_')) return (inside(() => given(next()), next) !== undefined) === (word === 'attribute_exists');
    return compared(given(word) as string, next(), () => given(next()) as string);
  };
  const inside = <R>(read: () => R, open: () => unknown = () => undefined): R => {
    open();
    const is = read();
    next();
    return is;
  };
  const compared = (value: string, sign: string, other: () => string): boolean => {
    const than = other();
    if (sign === 'BETWEEN') return next() === 'AND' && value >= than && value <= other();
    if (value === undefined) return false;
    return { '=': value === than, '<=': value <= than, '>=': value >= than, '>': value > than, '<': value < than }[sign] ?? false;
  };
  return either();
};

/** `SET #a = :a, #n = if_not_exists(#n, :zero) + :one REMOVE #b`. */
const updated = (
  row: Row,
  { UpdateExpression = '', ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} }: Write,
): Row => {
  const [set = '', remove = ''] = UpdateExpression.replace(/^SET /, '').split(' REMOVE ');
  const assigned = set.split(/, (?=#)/).map((each): [string, Value] => {
    const [target = '', value = ''] = each.split(' = ');
    const name = names[target] ?? '';
    return [name, value.startsWith(':') ? (values[value] ?? {}) : { N: String(Number(plain(row[name]) ?? 0) + 1) }];
  });
  const gone = remove.split(', ').map((each) => names[each]);
  return Object.fromEntries([...Object.entries(row), ...assigned].filter(([name]) => !gone.includes(name)));
};
