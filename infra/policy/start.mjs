// Pulumi loads a pack through its own old compiler, which knows no `.ts` in imports, whatever `typescript: false` says; what a module
// of JavaScript imports is run by Node itself.
import './index.ts';
