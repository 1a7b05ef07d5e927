import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { takeAudio } from '../../../../../domain/relay/chat/voice/container.ts';
import { joined, recording, type RecordingName, recordingNames, withChecksums } from '../../../../support/audio-samples.ts';

const taken = (bytes: Uint8Array) => {
  const audio = takeAudio(bytes);
  if (!audio.ok) throw new Error(`the recording was refused: ${audio.error}`);
  return audio.value;
};

/** Whatever it is made of, it is refused, or what comes of it is a recording that is its own copy. */
const isRefusedOrCopied = (bytes: Uint8Array): void => {
  const audio = takeAudio(bytes);
  if (!audio.ok) return;
  const again = taken(audio.value.bytes);
  // Compared in one go: a matcher would look at each byte.
  expect([again.durationMs, Buffer.compare(again.bytes, audio.value.bytes)]).toEqual([audio.value.durationMs, 0]);
  expect(audio.value.durationMs).toBeLessThanOrEqual(300_000);
};

const marks = /planted|Lavc|Lavf|Chrome|Mozilla|LibWebM|opusenc|ENCODER|SoundHandler/;

describe('a recording that is handed over', () => {
  test.each<readonly [RecordingName, string, number]>([
    // Chromium gave 480 ms of the half second.
    ['chromium-live.webm', 'audio/webm', 480],
    ['chromium-whole.webm', 'audio/webm', 480],
    ['firefox.webm', 'audio/webm', 914],
    ['firefox.ogg', 'audio/ogg', 914],
    // Half a second, and what fills the last packet up.
    ['ffmpeg.webm', 'audio/webm', 514],
    ['ffmpeg.ogg', 'audio/ogg', 514],
    ['opus-tools.ogg', 'audio/ogg', 514],
    // 23 frames of 1024 samples at 44.1 kHz, 25 at 48 kHz.
    ['ffmpeg.m4a', 'audio/mp4', 534],
    ['ffmpeg-fragments.mp4', 'audio/mp4', 533],
  ])('is of the kind and as long as its frames: %s', (name, mediaType, durationMs) => {
    expect(taken(recording(name))).toMatchObject({ mediaType, durationMs });
  });

  test.each(recordingNames)('says nothing of who made it, where, when and with what: %s', (name) => {
    const before = Buffer.from(recording(name)).toString('latin1');
    const after = Buffer.from(taken(recording(name)).bytes).toString('latin1');
    expect(before).toMatch(/planted|Chrome|Mozilla|LibWebM/);
    expect(after).not.toMatch(marks);
  });

  test.each(recordingNames)('gives the same copy as its copy: %s', (name) => {
    const copy = taken(recording(name));
    expect(taken(copy.bytes)).toEqual(copy);
  });

  test('that is a live one has the same packets as one whose sizes are known', () => {
    const live = taken(recording('chromium-live.webm')).bytes;
    expect(Buffer.from(live).includes(Buffer.from(recording('chromium-live.webm').subarray(0xa8, 0x120)))).toBe(true);
  });

  test('is told by what it is, not by being sound: Opus in MP4 is none of the three', () => {
    expect(takeAudio(recording('chromium-opus.mp4'))).toEqual({ ok: false, error: 'not_audio' });
  });

  test('does not carry another file behind it', () => {
    const other = Buffer.from('PK\x03\x04<script>planted</script>', 'latin1');
    for (const name of recordingNames) {
      const audio = takeAudio(joined(recording(name), other));
      if (audio.ok) expect(audio.value).toEqual(taken(recording(name)));
    }
    // Where the end of the sound can be seen, it is taken as if nothing followed.
    for (const name of ['ffmpeg.ogg', 'opus-tools.ogg', 'ffmpeg.webm', 'chromium-whole.webm'] as const)
      expect(taken(joined(recording(name), other))).toEqual(taken(recording(name)));
  });
});

describe('a recording that somebody has worked on', () => {
  const anyRecording = fc.constantFrom(...recordingNames).map((name) => recording(name));

  test.each(recordingNames)('is refused or copied wherever it is cut: %s', (name) => {
    const whole = recording(name);
    for (let end = 0; end < whole.length; end += 1) {
      const audio = takeAudio(whole.subarray(0, end));
      isRefusedOrCopied(whole.subarray(0, end));
      if (audio.ok) expect(Buffer.from(audio.value.bytes).toString('latin1')).not.toMatch(marks);
    }
  });

  const changes = fc.array(fc.record({ at: fc.nat(4_000), byte: fc.integer({ min: 0, max: 255 }) }), { minLength: 1, maxLength: 4 });
  property.prop([anyRecording, changes], { numRuns: 600 })('is refused or copied with bytes changed', (whole, changed) => {
    const bytes = whole.slice();
    for (const { at, byte } of changed) bytes[at % bytes.length] = byte;
    isRefusedOrCopied(bytes);
    isRefusedOrCopied(withChecksums(bytes));
  });

  const moves = fc.record({ from: fc.nat(4_000), length: fc.nat(300), to: fc.nat(4_000) });
  property.prop([anyRecording, moves], { numRuns: 300 })('is refused or copied with a piece of it somewhere else', (whole, move) => {
    const from = move.from % whole.length;
    const to = move.to % whole.length;
    const piece = whole.subarray(from, from + move.length);
    isRefusedOrCopied(withChecksums(joined(whole.subarray(0, to), piece, whole.subarray(to))));
  });

  property.prop([fc.constantFrom('OggS', '\x1a\x45\xdf\xa3', '\0\0\0\x10ftyp'), fc.uint8Array({ maxLength: 500 })])(
    'is refused or copied where only its beginning is right',
    (mark, rest) => {
      isRefusedOrCopied(joined(Buffer.from(mark, 'latin1'), rest));
    },
  );
});
