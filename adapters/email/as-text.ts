import type { Community } from '../config/community.ts';
import type { Block, Letter, Way } from './letter.ts';
import { plain } from './words.ts';

/** The letter as plain text. Lines are not wrapped: mail programs do that to the width they have. */
export const asText = (letter: Letter, community: Community): string => {
  const end = [
    ...letter.links.map(way),
    ...(letter.unsubscribe === undefined ? [] : [way({ label: 'Unsubscribe', url: letter.unsubscribe })]),
    letter.because,
    community.postalAddress.join('\n'),
  ];
  return `${[plain(letter.title), ...letter.blocks.map(block), '-- ', ...end].join('\n\n').replace('-- \n\n', '-- \n')}\n`;
};

const block = (shown: Block): string => {
  switch (shown.kind) {
    case 'paragraph':
    case 'aside':
      return plain(shown.words);
    case 'list':
      return `${shown.heading}\n${shown.items.map((item) => `* ${plain(item)}`).join('\n')}`;
    case 'quote':
      return `${shown.heading}\n${plain(shown.words)}`;
    case 'button':
      return way(shown.way);
    case 'mailbox':
      return `${shown.label}:\n${shown.address}`;
    case 'choices':
      return shown.choices.map(way).join('\n\n');
  }
};

const way = ({ label, url }: Way): string => `${label}:\n${url}`;
