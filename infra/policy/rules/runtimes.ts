import { at, wordsOf } from './read.ts';
import { notYetKnown, ofType, together, type ResourceRule } from './rule.ts';

const runtimes = ['nodejs24.x'];

/** One runtime to keep up to date, on the processors that cost less for the same work. */
export const runtimesOfToday: ResourceRule = {
  name: 'runtimes-of-today',
  description: `Functions run on ${runtimes.join(', ')} and, like tasks, on arm64; functions are traced.`,
  level: 'mandatory',
  each: together(
    ofType('aws:lambda/function:Function', (props) => [
      // A function of an image has none.
      ...(props['packageType'] === 'Image' || runtimes.includes(String(props['runtime']))
        ? []
        : [`runtime is not ${runtimes.join(' or ')}`]),
      ...(wordsOf(props['architectures']).join() === 'arm64' ? [] : ['architectures is not arm64']),
      ...(at(props, 'tracingConfig', 'mode') === 'Active' ? [] : ['tracingConfig.mode is not Active']),
    ]),
    ofType('aws:ecs/taskDefinition:TaskDefinition', ({ runtimePlatform }) =>
      runtimePlatform === notYetKnown || at(runtimePlatform, 'cpuArchitecture') === 'ARM64' ? [] : ['cpuArchitecture is not ARM64'],
    ),
  ),
};
