/** Verbs of what somebody does once: as it is said, then in the past, then as `had` takes it where that is another word. */
const VERBS =
  'buy bought|sell sold|sign signed|leave left|break broke broken|fall fell fallen|quit quit|build built|find found|lose lost|promise promised|refuse refused|decide decided|kiss kissed|strike struck|hit hit|kill killed|save saved|carry carried|burn burnt burned|hide hid hidden|steal stole stolen|return returned|confess confessed|admit admitted|beg begged|climb climbed|jump jumped|fight fought|hang hung|hire hired|engage engaged|fire fired|send sent|bring brought|pay paid|teach taught|learn learned learnt|join joined|weep wept|cry cried|kneel knelt|vow vowed|order ordered|throw threw thrown|push pushed|shoot shot|stab stabbed|choose chose chosen|win won|fail failed|accept accepted|discover discovered|swim swam|dive dived|faint fainted|recover recovered|mend mended|tear tore torn|cut cut|dig dug|bury buried|hug hugged|embrace embraced|marry married|die died|escape escaped|flee fled|follow followed|rescue rescued|warn warned|accuse accused|forgive forgave forgiven|apologise apologised|resign resigned|retire retired|move moved|inherit inherited|found founded|publish published|finish finished|invent invented|knit knits|drive drove driven|arrive arrived|sail sailed|enlist enlisted|betray betrayed|attack attacked|defend defended|trap trapped|free freed|lend lent|borrow borrowed|sew sewed sewn|lead led|crash crashed|collapse collapsed|write wrote written';

const present = (verb: string) =>
  /(?:s|sh|ch|x|z)$/.test(verb)
    ? `${verb}es`
    : /[^aeiou]y$/.test(verb)
      ? `${verb.slice(0, -1)}ies`
      : `${verb}s`;

/** All forms in which a text tells that somebody did something that matters. */
export const ENGLISH_ACTS = VERBS.split('|')
  .flatMap((verb) => {
    const [base, ...past] = verb.split(' ');
    return [present(base!), ...past];
  })
  .join('|');
