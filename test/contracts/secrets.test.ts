import { createSecrets } from '../../adapters/crypto/secrets.ts';
import { createDeterministicSecrets } from '../support/deterministic-secrets.ts';
import { secretsContract } from './secrets.contract.ts';

const keys = { a: new Uint8Array(32).fill(1), b: new Uint8Array(32).fill(2) };

secretsContract('the cryptography of Node', (community) => createSecrets(keys[community]));
secretsContract('secrets that anybody can guess', (community) => createDeterministicSecrets(community));
