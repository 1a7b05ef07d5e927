import { err, ok, type Result } from '../kernel/result.ts';

export const nameCharactersMax = 60;

/**
 * Reads the name that a person wants to be called by. It goes into mails to people who have never met them, so it cannot be a link
 * in disguise, cannot hide characters and cannot turn the direction of the text around it.
 */
export const parseName = (text: string): Result<string, NameRefused> => {
  const name = text
    .normalize('NFC')
    .replaceAll(/\p{Zs}+/gu, ' ')
    .trim();
  if (name === '') return err({ code: 'membership.name_missing' });
  if ([...name].length > nameCharactersMax) return err({ code: 'membership.name_too_long' });
  if (forbidden.test(name) || [...name].some(isInvisible)) return err({ code: 'membership.name_characters' });
  if (looksLikeLink(name)) return err({ code: 'membership.name_link' });
  return visible.test(name) ? ok(name) : err({ code: 'membership.name_missing' });
};

export interface NameRefused {
  readonly code: 'membership.name_missing' | 'membership.name_too_long' | 'membership.name_characters' | 'membership.name_link';
}

// Control characters, line ends, private and lone surrogate code points, angle brackets: no name needs them.
const forbidden = /[\p{Cc}\p{Zl}\p{Zp}\p{Co}\p{Cs}<>]/u;
const visible = /[\p{L}\p{N}\p{S}]/u;

// Bidirectional controls are format characters, too. Joiners are part of Persian and Indic names, variation selectors of emoji.
const hidden = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/u;
const needed = /^[\u200C\u200D\uFE0E\uFE0F]$/u;
const isInvisible = (character: string): boolean => hidden.test(character) && !needed.test(character);

// Mail programs turn “loop.example” into a link as readily as “https://loop.example”; full-width forms fold to these by NFKC.
const looksLikeLink = (name: string): boolean => {
  const plain = name.normalize('NFKC').replaceAll('。', '.');
  return /:\/\/|\bwww\.|@|[\p{L}\p{N}]\.[\p{L}\p{N}-]*\p{L}{2}/iu.test(plain);
};
