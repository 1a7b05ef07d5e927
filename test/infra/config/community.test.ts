import { describe, expect, it } from 'vitest';
import { CommunityRefused, communityTimesOf, readCommunityTimes } from '../../../infra/config/community.ts';
import { communityOf } from '../../../adapters/config/community.ts';

const times = { timeZone: 'Europe/Lisbon', round: { day: 'monday', hour: 8 }, sendingHour: 9 };
const read = (json: unknown) => communityTimesOf(JSON.stringify(json));

describe('the times of a community', () => {
  it('come out of the file that the bundles hold', () => {
    expect(readCommunityTimes()).toEqual(times);
  });

  it('leave the other fields to the product', () => {
    expect(read({ ...times, name: 7, holidayWeeks: 'none' })).toEqual(times);
  });

  it('are refused with everything that is wrong at once, and without a word of what was there', () => {
    const refused = read({ timeZone: 'Mars/Olympus', round: { day: 'someday', hour: 8.5 } });
    expect(refused).toEqual([
      { field: 'timeZone', code: 'community.malformed', message: expect.stringContaining('IANA') as unknown },
      { field: 'round.day', code: 'community.malformed', message: expect.stringContaining('monday') as unknown },
      { field: 'round.hour', code: 'community.malformed', message: 'name a full hour from 0 to 23' },
      { field: 'sendingHour', code: 'community.missing', message: 'name a full hour from 0 to 23' },
    ]);
    expect(JSON.stringify(refused)).not.toMatch(/Olympus|someday|8\.5/);
  });

  it.each([-1, 24, '8', null])('know no hour %j', (hour) => {
    expect(read({ ...times, sendingHour: hour })).toMatchObject([{ field: 'sendingHour', code: 'community.malformed' }]);
  });

  it('spell a time zone as the list does, and take no offset for one', () => {
    expect(read({ ...times, timeZone: 'europe/LISBON' })).toEqual(times);
    expect(read({ ...times, timeZone: 'US/Eastern' })).toMatchObject({ timeZone: 'US/Eastern' });
    expect(read({ ...times, timeZone: '+01:00' })).toMatchObject([{ field: 'timeZone' }]);
  });

  it('are refused where there is no file, no JSON or no object', () => {
    const message = /community\/community\.json cannot be deployed:\n {2}community\.json: community\.unreadable/;
    expect(() => readCommunityTimes(new URL('file:///nowhere/community.json'))).toThrow(message);
    expect(() => readCommunityTimes(new URL('file:///nowhere/community.json'))).toThrow(CommunityRefused);
    expect(communityTimesOf('{')).toMatchObject([{ code: 'community.unreadable' }]);
    expect(read([])).toMatchObject([{ field: 'community.json', code: 'community.malformed' }]);
  });

  it.each([
    { timeZone: 'Nowhere' },
    { timeZone: 'UTC' },
    { timeZone: '+01:00' },
    { sendingHour: 24 },
    { sendingHour: 0 },
    { round: { day: 'Monday', hour: 8 } },
    { round: { day: 'sunday', hour: 23 } },
  ])('are refused exactly where the product refuses them: %j', (changed) => {
    const file = {
      ...times,
      name: 'Circle',
      locale: 'en-GB',
      from: 'circle@example.com',
      postalAddress: ['1 Example Street'],
      holidayWeeks: [],
      operators: ['operator@example.com'],
      ...changed,
    };
    expect(Array.isArray(read(file))).toBe(!communityOf(file, 'community.json').ok);
  });
});
