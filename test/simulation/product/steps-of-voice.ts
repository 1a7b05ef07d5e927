import fc from 'fast-check';
import { oggFile, packet20 } from '../../support/audio-samples.ts';
import { complainTo, signedIn } from './devices.ts';
import type { Ends, Simulation, Writing } from './simulation.ts';
import { nth, process, side, step, whoOf } from './step.ts';
import { composeVoice, send } from './writing.ts';

/** Voice notes: handed over, sent, played; and handed over again when they were taken long ago. */
export const stepsOfVoice = {
  sendVoice: step<{ readonly conversation: number; readonly side: 'a' | 'b'; readonly by: number; readonly what: 'sound' | 'noise' }>({
    given: fc.record(
      { conversation: nth, side, by: process, what: fc.constantFrom('sound' as const, 'sound' as const, 'noise' as const) },
      { noNullPrototype: true },
    ),
    says: ({ what, ...which }) => `${whoOf(which)} sends ${what === 'sound' ? 'a recording' : 'what is no recording'}`,
    run: async (sim, { conversation, side: which, by, what }) => {
      const ends = sim.ends(conversation, which);
      if (ends === undefined || (await signedIn(sim, ends.person, by)) === undefined) return;
      const acting = { member: ends.person.id, thread: ends.conversationId };
      const bytes = what === 'sound' ? recordingNumber(sim.promises.writings.length) : Buffer.from('no sound at all');
      const place = await sim.ask(by, async ({ askForUpload }) => askForUpload({ ...acting, mediaType: 'audio/ogg', bytes: bytes.length }));
      if (place === 'lost' || !place.ok) return;
      sim.around.files.set(place.value.form.fields['key'] ?? '', bytes);
      const writing = composeVoice(sim, ends, place.value.voice);
      await send(sim, writing, { by });
      if (what === 'noise' && writing.seq !== undefined) complainOf(sim, 'noise was taken');
      await play(sim, { ends, writing, by });
    },
  }),
  replaceUpload: step<{ readonly isSound: boolean }>({
    given: fc.record({ isSound: fc.boolean() }, { noNullPrototype: true }),
    says: ({ isSound }) => `whoever handed something over hands over ${isSound ? 'another recording' : 'something else'} by the same form`,
    run: async (sim, { isSound }) => {
      const bytes = isSound ? recordingNumber(77) : Buffer.from('something else');
      for (const { content } of sim.promises.writings)
        if ('voice' in content) sim.around.files.set(`incoming/${content.voice.split('.')[0] ?? ''}`, bytes);
      await Promise.resolve();
    },
  }),
} as const;

const recordingNumber = (n: number): Uint8Array => oggFile(Array.from({ length: n + 1 }, () => packet20));

/** To the other one, and to nobody else. */
const play = async (
  sim: Simulation,
  { ends, writing, by }: { readonly ends: Ends; readonly writing: Writing; readonly by: number },
): Promise<void> => {
  const { seq, conversationId: thread } = writing;
  if (seq === undefined) return;
  const asked = { thread, seq, file: 'voice' } as const;
  const theirs = await sim.ask(by, async ({ linkToFile }) => linkToFile({ ...asked, member: ends.partner.id }));
  if (theirs !== 'lost' && !theirs.ok) complainOf(sim, `the other one hears ${theirs.error.code}`);
  for (const { id } of sim.people.filter((each) => each !== ends.person && each !== ends.partner)) {
    const foreign = await sim.ask(by, async ({ linkToFile }) => linkToFile({ ...asked, member: id }));
    if (foreign !== 'lost' && foreign.ok) complainOf(sim, 'somebody else hears it');
  }
};

const complainOf = (sim: Simulation, detail: string): void => {
  complainTo(sim)('a recording is what was taken, for the two alone', detail);
};
