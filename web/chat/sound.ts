/** Stops whatever is played on the page, `but` one: two at once are not understood, and a recording would have them in it. */
export const silence = (but?: HTMLMediaElement): void => {
  for (const each of document.querySelectorAll('audio')) if (each !== but) each.pause();
};
