import { at, isProps, listOf, parsed } from './read.ts';
import { ofType, together, type ResourceRule } from './rule.ts';

const isSecretly = (name: string): boolean => /(KEY|SECRET|TOKEN|PASSWORD)$/.test(name);

/** Whoever may look at a function sees its variables; a secret's name is fine there, its value is not. */
export const noSecretsInVariables: ResourceRule = {
  name: 'no-secrets-in-variables',
  description: 'Variables name secrets (…_ID) and never hold them.',
  level: 'mandatory',
  each: together(
    ofType('aws:lambda/function:Function', ({ environment }) => problemsOf(namesIn(at(environment, 'variables')))),
    ofType('aws:ecs/taskDefinition:TaskDefinition', ({ containerDefinitions }) =>
      problemsOf(
        listOf(parsed(containerDefinitions))
          .flatMap((container) => listOf(at(container, 'environment')))
          .map((variable) => String(at(variable, 'name'))),
      ),
    ),
  ),
};

const namesIn = (variables: unknown): readonly string[] => (isProps(variables) ? Object.keys(variables) : []);

const problemsOf = (names: readonly string[]): readonly string[] =>
  names.filter(isSecretly).map((name) => `${name} seems to hold a secret`);
