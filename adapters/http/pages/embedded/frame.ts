import { type Markup, markup } from '../../../files/report-markup.ts';

/** A page of the run on one laptop: its mailbox, its clock, its people. */
export interface EmbeddedPage {
  readonly title: string;
  readonly content: Markup;
}

export const embeddedFrame = ({ title, content }: EmbeddedPage): EmbeddedPage => ({
  title,
  content: markup`<div class="desk">
${content}</div>
`,
});
