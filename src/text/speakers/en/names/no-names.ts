/** Words with a capital that are no names of people. */

/** They begin sentences, are cried out or said to anybody, or name days, peoples and beliefs. */
export const COMMON = new Set(
  (
    'He She It They We You I The A An And But Or Nor Then There That This These Those What When Where Which Who Whom Whose Why How So Now Oh Ah Eh Yes No Well My His Her ' +
    'Their Our Your Its One Two Three Everybody Nobody Somebody Someone Everyone Something Nothing Everything Here Not If As At In On To For From With Without After Before ' +
    'Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February October November December September Chapter Volume Book Part ' +
    'God Heaven Heavens Providence Christ Jesus Lor Christmas Easter English French German American Indian Irish Italian Spanish Dutch Scotch Greek Latin Chinese Christian ' +
    'England Is Was Were Do Does Did Are Am Have Had Has Can Could Will Would Shall Should May Might Must Let Come Go Look See Say Tell Never Such Some Any Every All Both Each ' +
    'Perhaps Indeed Pray Hush Good Dear Poor Very Only Just Once Upon While Though Although Because Since Until Till Of By Into Like Too Yet Still Even Ever Again Also Thus ' +
    'Hence Instead Besides Madam Sirs Gentlemen Ladies Hallo Hullo Hello Bless Thank Thanks Please Nonsense Stop Wait Give Take Think Don Isn Hum Humph Ha Aye Ay Why ' +
    'However Meanwhile Suddenly Presently Finally Soon Later First Second Another Other Under Over Between Above Below During Whether Than Out Up Down Back Great ' +
    'Hours Days Years Silence Everywhere Nowhere Somewhere Certainly Surely Really Quite Rather Almost Always Often Sometimes Twice Alas Bravo Farewell Goodbye Sorry ' +
    'Holloa Halloa Hollo Hollo Hillo Um Umm Uh Er Erm Hm Hmm Mm Mmm Wow Ugh Ouch Hey Ho Gosh Gee Damn Phew Whew Pooh Pshaw Tut Bah Huzza Hurrah Hurray Hooray Psst Shh Ssh Yeah Yep Yup Nope Okay Ok Whoa Oops ' +
    'Yikes Jeez Geez Golly Crikey Blimey Lordy Goodness Gracious Mercy Amen Avast Ahoy Aw Aww Huh Yay Duh Meh Yo Hi Hiya Ow Argh Aha Oho Heigh Ahem Tsk Encore ' +
    'Sahib Memsahib Massa Majesty Majesties Highness Lordship Ladyship Excellency Eminence Worship Mister Missus Missis Missy Sire Milord Milady Guv'
  ).split(' '),
);

const STREETS =
  /^(?:Street|Road|Square|Avenue|Terrace|Crescent|Alley|Bridge|Station|Gardens|Islands?|Abbey|Castle|Manor|Cottage|Hotel|Inn|Tavern|Museum|Theatre|Theater|Hospital|College|University|Cathedral|County|Mountains?|River|Valley|Heights|Harbou?r)$/;
/** Some people bear these names. */
const HOUSES =
  /^(?:Hall|House|Park|Lane|Court|Lodge|Grange|Hill|Place|Row|Wood|Lake|Bay|Farm|Church|Bank|Green)$/;

/** Whether a word behind a name makes it a place's: `Baker Street`, `Rosings Park`. */
export function makesPlace(word: string, titled: boolean): boolean {
  return !titled && (STREETS.test(word) || HOUSES.test(word));
}
