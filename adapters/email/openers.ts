import type { Week } from '../../domain/kernel/iso-week.ts';
import { invariant } from '../../domain/kernel/invariant.ts';

/** What to ask first, the same for everybody in a week. Any two people can answer each of them. */
export const openerOf = (week: Week): string => {
  const opener = openers[week % openers.length];
  invariant(opener !== undefined, 'a week is not negative and there are openers');
  return opener;
};

const openers = [
  'What have you been working on lately that you would happily talk about for an hour?',
  'What is the best thing you have seen, heard or read this month?',
  'Which part of your week are you looking forward to?',
  'What did you change your mind about recently?',
  'What are you trying to get better at just now?',
  'If you had a free day tomorrow and nobody to ask, what would you do with it?',
  'What would you like to make with somebody else one day?',
  'Who around here should everybody meet, and why?',
  'Which place nearby do you wish more people knew?',
  'What is something small that went well for you this week?',
  'What first got you into what you do?',
  'What are you stuck on that a second pair of eyes might help with?',
  'What do you do differently from most people you know?',
] as const;
