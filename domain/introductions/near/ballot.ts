/** Counts votes for some out of very many, and tells who has the most. */
export interface Ballot {
  /** Keeps somebody out who has no vote yet. */
  readonly keepOut: (choice: number) => void;
  readonly vote: (choice: number, votes: number) => void;
  /** Those with the most votes, in the order in which each had the first one, and begins anew. Good until the next call. */
  readonly close: () => Elected;
}

export interface Elected {
  readonly choices: Int32Array;
  readonly votes: Uint16Array;
}

/** For choices below `size`, up to `choicesMax` different ones, less than 60,000 votes for each. Elects `seats`; of those with equal votes who had the first earlier. */
export const ballotOf = ({ size, choicesMax }: { readonly size: number; readonly choicesMax: number }): ((seats: number) => Ballot) => {
  // One count for all elections, as it is cleared after each.
  const votes = new Uint16Array(size);
  const choices = new Int32Array(choicesMax);
  const withVotes = new Int32Array(keptOut);
  let count = 0;
  const leastOf = (seats: number): { readonly least: number; readonly room: number } => {
    let highest = 0;
    for (let at = 0; at < count; at++) {
      const each = votes[choices[at]!]!;
      if (each === keptOut) continue;
      withVotes[each]!++;
      if (each > highest) highest = each;
    }
    let least = highest;
    let room = seats;
    while (least > 0 && withVotes[least]! <= room) room -= withVotes[least--]!;
    withVotes.fill(0, 0, highest + 1);
    return { least, room };
  };
  const keepOut = (choice: number): void => {
    if (votes[choice] === 0) choices[count++] = choice;
    votes[choice] = keptOut;
  };
  const vote = (choice: number, more: number): void => {
    const before = votes[choice]!;
    if (before === keptOut) return;
    if (before === 0) choices[count++] = choice;
    votes[choice] = before + more;
  };
  return (seats) => {
    const elected = { choices: new Int32Array(seats), votes: new Uint16Array(seats) };
    const close = (): Elected => {
      const { least, room } = leastOf(seats);
      let left = room;
      let taken = 0;
      for (let at = 0; at < count; at++) {
        const choice = choices[at]!;
        const each = votes[choice]!;
        votes[choice] = 0;
        if (each === keptOut || each < least || (each === least && left-- <= 0)) continue;
        elected.choices[taken] = choice;
        elected.votes[taken++] = each;
      }
      count = 0;
      return { choices: elected.choices.subarray(0, taken), votes: elected.votes.subarray(0, taken) };
    };
    return { keepOut, vote, close };
  };
};

const keptOut = 60_000;
