/** Short forms of English given names. */
const FORMS =
  'Elizabeth:Lizzy,Lizzie,Eliza,Bess,Bessie,Betty,Betsy,Beth,Liz Margaret:Maggie,Meg,Peggy,Madge Catherine:Kitty,Kate,Katy Katherine:Kate,Kitty Henry:Harry,Hal Thomas:Tom,Tommy ' +
  'William:Will,Bill,Billy,Willie,Willy Robert:Bob,Bobby,Rob,Robin Richard:Dick,Rick John:Jack,Johnny James:Jim,Jimmy,Jamie Edward:Ned,Ted,Teddy,Eddie George:Georgie Charles:Charley,Charlie ' +
  'Frederick:Fred,Freddy Joseph:Joe Samuel:Sam Daniel:Dan Benjamin:Ben Nicholas:Nick Michael:Mick,Mike Anthony:Tony Alexander:Alec,Sandy Walter:Wat,Wally Arthur:Art Francis:Frank ' +
  'Mary:Molly,Polly,May Martha:Patty Sarah:Sally,Sadie Susan:Sue,Susie Frances:Fanny Dorothy:Dolly,Dot Eleanor:Nell,Nelly,Ellen Helen:Nell,Nellie Ann:Nancy,Annie Anne:Annie,Nancy Caroline:Carrie ' +
  'Josephine:Josie,Jo Rebecca:Becky Penelope:Pen,Penny Harriet:Hetty Henrietta:Hetty Abigail:Abby Jane:Jenny Victoria:Vicky Timothy:Tim Gilbert:Gil Philip:Phil Peter:Pete Andrew:Andy';

/** By a name, what it is short for and what is short for it. */
const OTHERS = new Map<string, Set<string>>();
for (const entry of FORMS.split(' ')) {
  const [full, forms] = entry.split(':') as [string, string];
  for (const form of forms.split(',')) {
    OTHERS.set(full, (OTHERS.get(full) ?? new Set()).add(form));
    OTHERS.set(form, (OTHERS.get(form) ?? new Set()).add(full));
  }
}

/** Whether one of two given names is the other's short form. */
export function isShort(a: string, b: string | null): boolean {
  return b !== null && OTHERS.get(a)?.has(b) === true;
}
