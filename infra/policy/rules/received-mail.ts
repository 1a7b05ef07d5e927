import { at, isOn, listOf } from './read.ts';
import { notYetKnown, ofType, type ResourceRule } from './rule.ts';

/** Mail that is taken was not read on its way, and was looked at; who takes it knows for whom it is and what was found. */
export const receivedMail: ResourceRule = {
  name: 'received-mail',
  description:
    'Rules that receive mail ask for TLS, look for spam and viruses, are for named domains, and tell a topic of what they store.',
  level: 'mandatory',
  each: ofType('aws:ses/receiptRule:ReceiptRule', ({ tlsPolicy, scanEnabled, recipients, s3Actions }) => [
    ...(tlsPolicy === 'Require' || tlsPolicy === notYetKnown ? [] : ['tlsPolicy is not Require']),
    ...(isOn(scanEnabled) ? [] : ['scanEnabled is off']),
    ...(recipients === notYetKnown || listOf(recipients).length > 0 ? [] : ['it has no recipients, and takes all mail of the account']),
    ...listOf(s3Actions)
      .filter((action) => action !== notYetKnown && at(action, 'topicArn') === undefined)
      .map(() => 'an action stores mail and tells nobody for whom it is'),
  ]),
};
