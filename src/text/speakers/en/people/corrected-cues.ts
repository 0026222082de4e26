import type { Individual } from './individual.js';
import { spousesOf } from './kin.js';
import { nounOfCue } from '../lines/nouns.js';
import type { SpeechTurn } from '../lines/turns.js';

const SPOUSE = /^(?:wife|husband)$/;

/**
 * Cues that whoever is called in the lines puts right: nobody calls themselves, and `his wife` who calls Mr. Hale is
 * Mrs. Hale.
 * @param people by the number of a name
 */
export function correctCues(turns: readonly SpeechTurn[], people: readonly (Individual | null)[]): void {
  const spouses = spousesOf(new Set(people.filter((one) => one !== null)));
  for (const turn of turns) {
    const { cue } = turn;
    if (!cue || !turn.called.size) continue;
    const called = [...turn.called].map((name) => people[name]);
    if (cue.kind === 'name') {
      if (people[cue.name] && called.includes(people[cue.name])) turn.cue = null;
    } else if (SPOUSE.test(nounOfCue(cue)?.head ?? '')) {
      const spouse = called.map((one) => one && spouses.get(one)).find((one) => one);
      if (spouse) turn.cue = { kind: 'name', name: people.indexOf(spouse) };
    }
  }
}
