import { afterAll, beforeAll, expect, test } from 'vitest';
import { takeAudio } from '../../domain/relay/chat/voice/container.ts';
import { oggFile, opusHead, packet60, recording, recordingNames, webmBlock, webmFile, webmTrack } from '../support/audio-samples.ts';
import { launchBrowser, type OpenPage, type TestBrowser } from '../support/browser.ts';

let browser: TestBrowser;
let open: OpenPage;
beforeAll(async () => {
  browser = await launchBrowser();
  open = await browser.open('data:text/html,<title>Voice</title><button>Play</button>', { width: 400, height: 300 });
  // Nothing sounds before somebody has touched the page.
  await open.page.click('button');
  await open.page.evaluate(script);
});
afterAll(async () => browser.close());

interface Played {
  readonly duration: number;
  readonly endedAt: number;
  readonly soughtTo: number;
  readonly error: string | undefined;
  /** As it is decoded in one go. */
  readonly seconds: number;
  readonly loudest: number;
}

/** For the page: plays a recording from its middle, then to its end; and records a tone for a while, in slices or at once. */
const script = `
  globalThis.play = async ({ base64, mediaType, lastSeconds }) => {
    const data = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const audio = new Audio(URL.createObjectURL(new Blob([data], { type: mediaType })));
    audio.muted = true;
    const on = (event) => new Promise((resolve) => {
      for (const each of [event, 'error']) audio.addEventListener(each, resolve, { once: true });
    });
    await on('loadedmetadata');
    const { duration } = audio;
    const sought = on('seeked');
    audio.currentTime = duration / 2;
    await sought;
    const soughtTo = audio.currentTime;
    audio.currentTime = Math.max(0, duration - lastSeconds);
    const ended = on('ended');
    await audio.play();
    await ended;
    const decoded = await new AudioContext().decodeAudioData(data.buffer);
    const loudest = decoded.getChannelData(0).reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    return { duration, endedAt: audio.currentTime, soughtTo, error: audio.error?.message, seconds: decoded.duration, loudest };
  };
  globalThis.record = async ({ mediaType, slicesMs, ms }) => {
    const context = new AudioContext();
    const [tone, microphone] = [context.createOscillator(), context.createMediaStreamDestination()];
    tone.connect(microphone);
    tone.start();
    const recorder = new MediaRecorder(microphone.stream, { mimeType: mediaType });
    const pieces = [];
    recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data));
    const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve, { once: true }));
    recorder.start(slicesMs);
    await new Promise((resolve) => setTimeout(resolve, ms));
    recorder.stop();
    await stopped;
    const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  };
`;

const played = async (bytes: Uint8Array, mediaType: string): Promise<Played> => {
  const what = { base64: Buffer.from(bytes).toString('base64'), mediaType, lastSeconds: 0.6 };
  return open.page.evaluate<Played>(`play(${JSON.stringify(what)})`);
};

const recorded = async (mediaType: string, slicesMs: number | undefined): Promise<Uint8Array> => {
  const base64 = await open.page.evaluate<string>(`record(${JSON.stringify({ mediaType, slicesMs, ms: 1_200 })})`);
  return new Uint8Array(Buffer.from(base64, 'base64'));
};

const isPlayed = async (bytes: Uint8Array): Promise<number> => {
  const audio = takeAudio(bytes);
  if (!audio.ok) throw new Error(`the recording was refused: ${audio.error}`);
  const seconds = audio.value.durationMs / 1_000;
  const result = await played(audio.value.bytes, audio.value.mediaType);
  expect(result).toMatchObject({ error: undefined });
  for (const told of [result.duration, result.endedAt]) expect(Math.abs(told - seconds)).toBeLessThan(0.1);
  expect(Math.abs(result.soughtTo - seconds / 2)).toBeLessThan(0.1);
  expect(Math.abs(result.seconds - seconds)).toBeLessThan(0.1);
  return result.loudest;
};

test.each(recordingNames)('the copy of a recording is played, from any place on, as long as it is said to be: %s', async (name) => {
  expect(await isPlayed(recording(name))).toBeGreaterThan(0.05);
});

test.each([
  ['in slices', 200],
  ['at once', undefined],
])('what this browser records %s is taken, and its copy is played', async (_, slicesMs) => {
  const bytes = await recorded('audio/webm;codecs=opus', slicesMs);
  expect(await isPlayed(bytes)).toBeGreaterThan(0.1);
  expect(takeAudio(bytes)).toMatchObject({ ok: true, value: { mediaType: 'audio/webm' } });
});

const fiveMinutes = Array.from({ length: 5_000 }, () => packet60);
test.each([
  ['Ogg', oggFile(fiveMinutes, opusHead({ preSkip: 0 }))],
  [
    'WebM',
    webmFile(
      fiveMinutes.map((packet) => webmBlock(packet)),
      [webmTrack({ head: opusHead({ preSkip: 0 }) })],
    ),
  ],
])('a recording of five minutes is played, and jumped in: %s', async (_, bytes) => {
  await isPlayed(bytes);
});
