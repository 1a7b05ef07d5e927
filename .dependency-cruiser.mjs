// Who may import what. Each rule has at least one planted violation under test/architecture/fixtures, in a file named after the rule:
// a rule that went blind (a package that no longer resolves, a folder that moved) looks the same as clean code, and the plants show it.
// Package patterns are not anchored: the planted tree sees real packages through ../../../node_modules.

const entryPoints = '^adapters/(lambda|worker|local)/|^adapters/http/app\\.ts$';

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
export const forbidden = [
  {
    name: 'resolves',
    comment: 'An import that does not resolve satisfies every other rule, so it must not pass silently.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'no-circular',
    comment: 'Files of a circle can only be read, tested and moved together. Type-only circles count: they are circles of thought.',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'domain-imports-domain-only',
    comment: 'The domain is rules and plain data: no package, no node: module, no adapter. What it needs comes in through a port.',
    severity: 'error',
    from: { path: '^domain/' },
    to: { pathNot: '^domain/' },
  },
  {
    name: 'context-imports-itself-and-kernel',
    comment: 'Contexts meet in adapters/bridges, behind a port that the consumer owns, so that each can change alone.',
    severity: 'error',
    from: { path: '^domain/([^/]+)', pathNot: '^domain/kernel/' },
    to: { path: '^domain/', pathNot: '^domain/($1|kernel)/' },
  },
  {
    name: 'kernel-imports-itself-only',
    comment: 'Every context stands on the kernel; a kernel that knew one of them would tie all of them to it.',
    severity: 'error',
    from: { path: '^domain/kernel/' },
    to: { pathNot: '^domain/kernel/' },
  },
  {
    name: 'inversify-wires-only',
    comment: 'The container is seen by composition and entry points alone: everything else takes its needs as an argument.',
    severity: 'error',
    from: { pathNot: `^adapters/composition/|${entryPoints}|^test/` },
    to: { path: 'node_modules/(inversify|@inversifyjs|reflect-metadata)/' },
  },
  {
    name: 'aws-stays-in-its-folders',
    comment: 'The SDK has one folder per service, so that a port can get another adapter without a search through the tree.',
    severity: 'error',
    from: { pathNot: '^adapters/(dynamodb|sqs|email|s3|websocket|cognito)/|^adapters/config/secret\\.ts$|^test/' },
    to: { path: 'node_modules/(@aws-sdk|@smithy)/' },
  },
  {
    name: 'livekit-stays-in-its-folder',
    comment: 'Calls are a port; the server kit belongs to adapters/livekit, and the browser kit to the call page.',
    severity: 'error',
    from: { pathNot: '^(adapters/livekit|test)/' },
    to: { path: 'node_modules/(@livekit/|livekit-)', pathNot: 'node_modules/livekit-client/' },
  },
  {
    name: 'livekit-client-stays-in-web',
    comment: 'The browser kit weighs more than all else on a page; only the web has a browser.',
    severity: 'error',
    from: { pathNot: '^(web|test)/' },
    to: { path: 'node_modules/livekit-client/' },
  },
  {
    name: 'technology-does-not-know-its-assembly',
    comment: 'An adapter speaks to one technology; who wires it and who runs it is decided above it.',
    severity: 'error',
    from: { path: '^adapters/', pathNot: `^adapters/(bridges|composition)/|${entryPoints}` },
    to: { path: `^adapters/(bridges|composition)/|${entryPoints}` },
  },
  {
    name: 'assembly-does-not-know-its-entry-points',
    comment: 'The same assembly serves every entry point, so it names none of them.',
    severity: 'error',
    from: { path: '^adapters/(bridges|composition)/' },
    to: { path: entryPoints },
  },
  {
    name: 'bridges-do-not-know-composition',
    comment: 'A bridge implements a port out of another context; it is handed that context, it does not fetch it from the container.',
    severity: 'error',
    from: { path: '^adapters/bridges/' },
    to: { path: '^adapters/composition/' },
  },
  {
    name: 'pulumi-stays-in-infra',
    comment: 'What provisions must not ship: the product runs without knowing who made its tables.',
    severity: 'error',
    from: { pathNot: '^(infra|test)/' },
    to: { path: 'node_modules/@pulumi/' },
  },
  {
    name: 'awsx-lays-out-the-network-only',
    comment: 'It is a component of others, run by a plugin of its own: what it makes is not in our hands, so it makes one thing.',
    severity: 'error',
    from: { pathNot: '^infra/platform/network\\.ts$|^test/' },
    to: { path: 'node_modules/@pulumi/awsx/' },
  },
  {
    name: 'infra-knows-env-only',
    comment: 'The infrastructure sets the variables that an entry point reads, and knows nothing else of the product.',
    severity: 'error',
    from: { path: '^infra/' },
    to: { path: '^(domain|adapters|web|scripts|test)/', pathNot: '^adapters/config/env\\.ts$' },
  },
  {
    name: 'infra-takes-types-only',
    comment: 'The names of the variables are checked when it compiles; the code that reads them must not run while deploying.',
    severity: 'error',
    from: { path: '^infra/' },
    to: { path: '^adapters/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'web-knows-the-contract-only',
    comment: 'A page talks to the product over HTTP; what both sides know of it is one file.',
    severity: 'error',
    from: { path: '^web/' },
    to: { path: '^(domain|adapters|infra|scripts|test)/', pathNot: '^adapters/http/contract\\.ts$' },
  },
  {
    name: 'web-takes-types-only',
    comment: 'The contract is made of schemas, and a page that imported one as a value would ship the schema library to every phone.',
    severity: 'error',
    from: { path: '^web/' },
    to: { path: '^adapters/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'leaves-stay-leaves',
    comment: 'Scripts, infrastructure and pages are run, not imported: what two of them need belongs in the domain or an adapter.',
    severity: 'error',
    from: { path: '^([^/]+)', pathNot: '^test/' },
    to: { path: '^(scripts|infra|web)/', pathNot: '^$1/' },
  },
  {
    name: 'test-support-is-for-tests',
    comment: 'Helpers of tests may cheat (poison, fakes, fixed seeds); nothing that ships may lean on them.',
    severity: 'error',
    from: { pathNot: '^test/|^vitest\\.config\\.ts$' },
    to: { path: '^test/' },
  },
];

export default { forbidden };
