import { chosenMax, textLengthMax } from '../../domain/introductions/answers.ts';
import { isChoice, type Question, type Survey } from '../../domain/introductions/survey.ts';
import { standardOffset } from '../../domain/introductions/time-zones.ts';
import { vocabularyOf } from '../../domain/introductions/vocabulary.ts';
import { type Random, seededRandom, shuffled } from '../../domain/kernel/random.ts';

/** Somebody who does not exist, as a row of a members file. */
export interface SampleMember {
  readonly email: string;
  readonly name: string;
  /** The cell of each question, several values joined by `;`; a question that is not there was left out. */
  readonly answers: ReadonlyMap<string, string>;
}

/**
 * Invented people who answer a survey, each with a taste that runs through their answers; the same ones for the same survey and seed,
 * however many are asked for. Everyone shares the first choice of every `must-overlap`, and every `must-differ` is dealt round, so that people can meet.
 */
export const sampleMembers = (survey: Survey, given: SampleGiven): SampleMember[] => [...inventedMembers(survey, given)];

export interface SampleGiven {
  readonly count: number;
  readonly seed: number;
}

/** The same people, each invented when asked for. */
export function* inventedMembers(survey: Survey, { count, seed }: SampleGiven): Iterable<SampleMember> {
  const random = seededRandom(seed);
  const columns = survey.questions.map((question) => columnOf(question, survey, random.fork(`question:${question.id}`)));
  for (let at = 0; at < count; at++) yield sampleMember(columns, { at, random: random.fork(`member:${String(at)}`) });
}

const sampleMember = (columns: readonly Column[], { at, random }: { readonly at: number; readonly random: Random }): SampleMember => {
  const number = String(at + 1).padStart(3, '0');
  const word = `${pickOf(openings, random)}${pickOf(closings, random)}`;
  const taste = random.int(tastes);
  const answers = new Map<string, string>();
  for (const { question, counterpart, answer } of columns) {
    if (!question.required && random.int(100) < leftOutPercent) continue;
    const taken = counterpart === undefined ? undefined : answers.get(counterpart)?.split(';');
    answers.set(question.id, answer({ at, taste, taken: taken ?? [], random }).join(';'));
  }
  return { email: `sample-${word.toLowerCase()}-${number}@example.com`, name: `Sample ${word} ${number}`, answers };
};

/** Groups of people with a like taste, and how often one of them answers by another one. */
const tastes = 6;
const strayPercent = 10;
/** How often a question that need not be answered is left out. */
const leftOutPercent = 8;

interface Column {
  readonly question: Question;
  /** The question whose choices this one keeps clear of: nobody looks for what they offer. */
  readonly counterpart: string | undefined;
  readonly answer: (person: Person) => readonly string[];
}
interface Person {
  readonly at: number;
  readonly taste: number;
  readonly taken: readonly string[];
  readonly random: Random;
}

const columnOf = (question: Question, survey: Survey, random: Random): Column => {
  const { rule, with: counterpart } = question.matching;
  const pool = poolOf(question, survey);
  if (rule === 'must-differ')
    return { question, counterpart: undefined, answer: dealt(question, shuffled(differing(question, pool), random)) };
  const favourites = Array.from({ length: tastes }, () => shuffled(pool, random));
  return { question, counterpart: rule === 'complementary' ? counterpart : undefined, answer: answererOf(question, favourites) };
};

/** What people choose from: the vocabulary, or the best known part of a very long one. */
const poolOf = (question: Question, survey: Survey): readonly string[] => {
  const { kind } = question;
  if (kind === 'text') return sentences.map((sentence) => fitting(sentence, question));
  if (kind === 'scale') return placesOn(question);
  const vocabulary = vocabularyOf(question)?.map(({ id }) => id) ?? freeTags(survey);
  const wellKnown = kind === 'languages' ? knownLanguages : knownZones;
  const known = kind === 'languages' || kind === 'timezone' ? wellKnown.filter((id) => vocabulary.includes(id)) : [];
  return known.length > (question.min ?? 0) ? known : vocabulary;
};

const fitting = (sentence: string, { min = 0, max = textLengthMax }: Question): string => sentence.padEnd(min, '.').slice(0, max);

/** Every place of a scale; of a very long one so many that lie evenly. */
const placesOn = ({ min = 1, max = 5 }: Question): readonly string[] => {
  const step = Math.ceil((max - min + 1) / scalePlacesMax);
  return Array.from({ length: Math.floor((max - min) / step) + 1 }, (_, place) => String(min + place * step));
};

const scalePlacesMax = 100;

// A survey may ask for more words of one's own than we keep.
const freeTags = ({ questions }: Survey): readonly string[] => {
  const wanted = Math.max(...questions.map(({ kind, min }) => (kind === 'tags' ? (min ?? 0) : 0)));
  return [...words, ...Array.from({ length: Math.max(0, wanted - words.length) }, (_, at) => `sample word ${String(at + 1)}`)];
};

const answererOf = (question: Question, favourites: readonly (readonly string[])[]): Column['answer'] => {
  const pool = [...(favourites[0] ?? [])];
  if (question.kind === 'scale') return onAScale(question, favourites);
  if (!isChoice(question.kind)) return ({ taste, random }) => [favourite(favourites[tasteOf(taste, random)] ?? pool, random)];
  const shared = question.matching.rule === 'must-overlap' ? sharedChoice(question) : undefined;
  return (person) => {
    const liked = favourites[tasteOf(person.taste, person.random)] ?? pool;
    const free = liked.filter((id) => id !== shared && !person.taken.includes(id));
    return chosen(question, {
      shared,
      liked: free.length < (question.min ?? 1) ? liked.filter((id) => id !== shared) : free,
      random: person.random,
    });
  };
};

/** As many as the question allows, mostly two or three, those liked best first in line. */
const chosen = (
  question: Question,
  { shared, liked, random }: { shared: string | undefined; liked: readonly string[]; random: Random },
): string[] => {
  const least = Math.max(1, question.min ?? 0);
  const most = question.kind === 'single' ? 1 : Math.min(question.max ?? chosenMax, chosenMax);
  const wanted = Math.min(most, Math.max(least, 1 + random.int(usualChoices)));
  const picks = new Set(shared === undefined ? [] : [shared]);
  for (let tries = 0; picks.size < wanted && tries < 4 * usualChoices; tries++) picks.add(favourite(liked, random));
  for (let at = 0; picks.size < least && at < liked.length; at++) picks.add(liked[at] ?? '');
  return [...picks].filter((id) => id !== '');
};

const usualChoices = 4;

/** The smaller of two draws: what comes first in a list is liked best. */
const favourite = (liked: readonly string[], random: Random): string => {
  if (liked.length === 0) return '';
  const reach = Math.min(liked.length, favouritesReach);
  return liked[Math.min(random.int(reach), random.int(reach))] ?? '';
};

/** Nobody's favourites reach further than this into a long list. */
const favouritesReach = 6;

const onAScale = ({ min = 1, max = 5 }: Question, favourites: readonly (readonly string[])[]): Column['answer'] => {
  const sway = Math.max(1, Math.floor((max - min) / 5));
  return ({ taste, random }) => {
    const middle = Number(favourites[tasteOf(taste, random)]?.[0] ?? min);
    return [String(Math.min(max, Math.max(min, middle - sway + random.int(2 * sway + 1))))];
  };
};

const tasteOf = (taste: number, random: Random): number => (random.int(100) < strayPercent ? random.int(tastes) : taste);

/** One value each in turn, as a dealer does, so that no group is larger than another by more than one. */
const dealt = (question: Question, pool: readonly string[]): Column['answer'] => {
  const hand = Math.max(1, question.min ?? 1);
  const hands = Math.max(1, Math.floor(pool.length / hand));
  return ({ at }) => pool.slice((at % hands) * hand, (at % hands) * hand + hand);
};

/** Zones with the same offset do not differ. */
const differing = (question: Question, pool: readonly string[]): readonly string[] => {
  if (question.kind !== 'timezone') return pool;
  return [...new Map(pool.map((zone) => [standardOffset(zone), zone])).values()];
};

const sharedChoice = (question: Question): string | undefined => {
  const vocabulary = vocabularyOf(question)?.map(({ id }) => id) ?? words;
  return question.kind === 'languages' && vocabulary.includes('en') ? 'en' : vocabulary[0];
};

const pickOf = (list: readonly string[], random: Random): string => list[random.int(list.length)] ?? '';

const listed = (text: string): readonly string[] => text.split(/,\s*/);

const openings = listed('Ada, Belo, Cori, Dova, Elu, Fari, Gilo, Hava, Iro, Juna, Kelo, Luma, Miro, Nola, Ovi, Pela');
const closings = listed('bel, dorn, fin, gard, lio, mont, nix, quill, ra, stel, tern, vane, wick, zel');
const knownLanguages = listed('en, es, pt, fr, de, it, ar, tr, pl, uk, hi, zh, ja, nl, sv, el');
const knownZones =
  listed(`Europe/Lisbon, Europe/London, Europe/Berlin, Europe/Paris, Europe/Madrid, Europe/Athens, Europe/Warsaw, Europe/Istanbul,
  America/New_York, America/Toronto, America/Mexico_City, America/Sao_Paulo, America/Los_Angeles, Africa/Lagos, Asia/Kolkata, Asia/Tokyo`);
const words =
  listed(`memory, the sea, home, borders, the body, light, noise, office life, mothers, moss, machines, grief, weather, maps, dreams, food,
  ruins, birds, letters, queues, rivers, masks, waiting, colour`);
const sentences: readonly string[] = [
  'A series that I cannot finish',
  'A small show in spring',
  'Nothing yet, I rest',
  'A commission for a library',
  'Sketches, every morning',
  'A book with a friend',
];
