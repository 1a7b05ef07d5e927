import { describe, expect, it } from 'vitest';
import { later, minuteMs } from '../../../domain/kernel/instant.ts';
import { dynamoDbKind, withDynamoDbLocal } from '../../support/dynamodb-local.ts';
import {
  addressOfAna,
  addressOfBen,
  aliasOfAna,
  arriving,
  introduce,
  relayOver,
  sendAll,
  toAna,
  toBen,
  written,
} from '../../support/relay-world.ts';

const kind = dynamoDbKind(withDynamoDbLocal());

describe('over DynamoDB', () => {
  it('a mail that five processes are told of at once is passed on once', async () => {
    const { table, close } = await kind.open();
    await introduce(table);
    const world = relayOver(table);
    const mail = arriving(world, written());
    const outcomes = await Promise.all(Array.from({ length: 5 }, async () => relayOver(table, { around: world.around }).forward(mail)));
    expect(outcomes.map((each) => each.ok && each.value[0]).filter((each) => each === 'relayed')).toHaveLength(1);
    expect(await sendAll(world)).toHaveLength(1);
    await close();
  });

  it('two people write twenty mails, and both get ten', async () => {
    const { table, close } = await kind.open();
    await introduce(table);
    const world = relayOver(table);
    const got: string[] = [];
    for (let n = 0; n < 20; n++) {
      const [from, to] = n % 2 === 0 ? [addressOfAna, toBen] : [addressOfBen, toAna];
      world.clock.moveTo(later(world.clock.now(), minuteMs));
      await world.forward(arriving(world, written({ from, to, text: String(n) }), { recipients: [to], mailFrom: from }));
      got.push(...(await sendAll(world)).map((mail) => mail.to));
    }
    expect([got.filter((to) => to === addressOfAna).length, got.filter((to) => to === addressOfBen).length]).toEqual([10, 10]);
    expect(await world.look({ alias: aliasOfAna })).toMatchObject({ state: 'open', messages: 20 });
    await close();
  });
});
