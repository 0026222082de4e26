/** What an English name and the words about it look like: shared by those who find names and those who find speakers. */

const split = (words: string) => words.trim().split(/\s+/);

export const MALE = split(
  `Mr Sir Lord Master Monsieur King Prince Duke Count Baron Uncle Father Brother Captain Colonel Major General Admiral
  Lieutenant Sergeant Capt Col Rev Reverend`,
);
export const FEMALE = split(
  'Mrs Miss Ms Lady Madame Madam Mademoiselle Mme Mlle Queen Princess Duchess Countess Baroness Aunt Mother Sister Dame',
);
export const TITLES = [
  ...MALE,
  ...FEMALE,
  ...split('Dr Doctor Professor Prof Inspector Judge President Cousin Saint St Nurse'),
];

export const SPEECH = split(
  `said says cried cries replied replies answered answers asked asks exclaimed exclaims returned continued continues added adds
  observed whispered whispers shouted repeated remarked muttered inquired enquired began begins rejoined resumed called murmured
  interrupted responded demanded growled sobbed sighed laughed screamed retorted suggested declared explained pleaded protested
  thought ejaculated persisted stammered urged admitted agreed announced argued assented gasped groaned hissed insisted
  interposed objected panted proceeded pursued roared snapped vociferated faltered commanded ordered echoed drawled mumbled
  yelled warned wondered concluded confessed acknowledged affirmed begged bawled chuckled corrected grumbled implored lamented
  mused piped proposed reminded stated snarled shrieked sneered smiled whimpered moaned breathed hinted reflected reiterated
  soliloquised soliloquized apologised apologized promised quoted reported sang chanted wailed whined blurted crowed queried`,
);

/** Verbs that people do, and that stand right behind their names. */
export const ACTS = split(
  `was had looked smiled felt knew came went turned sat stood walked took gave could would did seemed saw heard nodded shook
  wished hoped loved held opened left got made found wanted entered rose ran spoke told thought has is does`,
);

/** Capitalised words that are nobody's name. */
export const NOBODY = new Set(
  split(
    `I He She It They We You His Her Its Their Our Your My Him Me Us Them This That These Those There Then And But Or So If When
    While Where Why How What Who Which Whom Whose The A An As At In On To From By For With Of After Before Not No Yes Oh Ah Well
    Now Here One Two Three Some Any All Both Each Every Such Nobody Everybody Somebody Nothing Everything Something Someone
    Everyone Anyone Neither Either Another Others Let Do Did Is Was Are Were Be Been Have Has Had Will Would Shall Should Can
    Could May Might Must Never Ever Still Yet Though Perhaps Indeed Nor Even Just Only Very More Most Much Many Once Again Always
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October
    November December Christmas Easter Michaelmas English French German Irish Scotch Scottish Italian Spanish Russian Chinese
    Japanese American European Latin Greek Roman Christian Heaven God Chapter Volume Book Part Letter Project Gutenberg
    ${TITLES.join(' ')}`,
  ),
);

const WORD = String.raw`\p{Lu}[\p{L}\p{M}]*\p{Ll}[\p{L}\p{M}]*(?:[’'-]\p{Lu}?[\p{L}\p{M}]+)*`;
const GAP = String.raw`[ \n]{1,3}`;

/** A name, with its titles: `Mr. Bennet`, `Lady Catherine de Bourgh`, `O’Brien`, `J. Smith`. For the `u` flag. */
export const NAME =
  String.raw`(?:(?:${TITLES.join('|')})\b\.?${GAP})*(?:\p{Lu}\.${GAP}){0,3}(?:[OD][’'])?${WORD}` +
  String.raw`(?:${GAP}(?:(?:de|du|la|le|van|von|der)${GAP})?(?:\p{Lu}\.${GAP})?${WORD}){0,4}`;

/** A speech verb, and what may stand between it and its subject. */
export const SAYS = String.raw`(?:${[...new Set(SPEECH)].join('|')})\b`;
export const ADVERB = String.raw`(?:${GAP}(?:\p{Ll}+ly|then|again|only|also|too|still|aloud|here|there|out|in|on|up|at${GAP}(?:last|once|length))){0,2}`;
