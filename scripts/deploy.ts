import { Command } from 'commander';
import { image, type ImageOptions } from './deploy/image.ts';
import { operate, type OperationOptions } from './deploy/operate.ts';
import type { Operation } from './deploy/refusals.ts';

/** `npm run up`, `preview`, `destroy` and `image`: Loop on AWS, by Pulumi and Docker, after a look at what they need. */
const program = new Command('npm run')
  .description('Puts Loop on AWS. docs/runbooks/first-deployment.md leads from an empty account to the first introduction.')
  .showHelpAfterError('(add --help for what can be said here)');

const operations: readonly (readonly [Operation, string])[] = [
  ['preview', 'says what `up` would change, and changes nothing'],
  ['up', 'makes a stack what its file and the program say'],
  ['destroy', 'takes a stack down; refused while its resources are protected'],
];

for (const [operation, description] of operations) {
  const command = program
    .command(operation)
    .description(description)
    .requiredOption('--stack <name>', 'which one, for example dev')
    .action(async (options: OperationOptions) => {
      process.exitCode = await operate(operation, options);
    });
  if (operation !== 'preview') command.option('--yes', 'do not ask; for pipelines');
}

program
  .command('image')
  .description('builds the image of the two tasks out of dist, pushes it, and prints it by its digest')
  .requiredOption('--repository <uri>', 'where to, for example 123456789012.dkr.ecr.eu-central-1.amazonaws.com/loop')
  .option('--node <image>', 'a base image in place of Node 24 from the public registry of AWS')
  .action(async (options: ImageOptions) => {
    process.exitCode = await image(options);
  });

await program.parseAsync();
