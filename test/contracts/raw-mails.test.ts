import { createFolderRawMails, createMemoryRawMails } from '../../adapters/local/raw-mails.ts';
import { temporaryFolder } from '../support/reopened.ts';
import { rawMailsContract } from './raw-mails.contract.ts';

rawMailsContract('in memory', async () => {
  const mails = createMemoryRawMails();
  return Promise.resolve({ mails, other: mails, put: mails.put, close: async () => Promise.resolve() });
});

rawMailsContract('in a folder', async () => {
  const { folder, remove } = await temporaryFolder();
  const mails = createFolderRawMails(folder);
  return { mails, other: createFolderRawMails(folder), put: mails.put, close: remove };
});
