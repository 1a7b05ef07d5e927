// What an account and region have once: the sending identity, the images, the bill, and who may deploy. Deployed by hand, and rarely.
import { accountOf } from './made-once.ts';
import { readAccountSettings } from './read-settings.ts';

const made = accountOf(readAccountSettings());

/** By hand, where no hosted zone was named; empty where one was. */
export const dnsRecords = made.dnsRecords;
/** `npm run image` pushes there. */
export const repositoryUrl = made.repositoryUrl;
/** The relay adds its rules to it. */
export const receiptRuleSet = made.receiptRuleSet;
/** Variables of the workflow that deploys. */
export const previewRoleArn = made.previewRoleArn;
export const deployRoleArn = made.deployRoleArn;
export const roleBoundaryArn = made.roleBoundaryArn;
