/** Short forms of English given names. */
const SHORT_FORMS: Record<string, string> = Object.fromEntries(
  (
    'Elizabeth:Lizzy,Lizzie,Eliza,Bess,Bessie,Betty,Betsy,Beth,Liz Margaret:Maggie,Meg,Peggy,Madge Catherine:Kitty,Kate,Katy Katherine:Kate,Kitty Henry:Harry,Hal Thomas:Tom,Tommy ' +
    'William:Will,Bill,Billy,Willie,Willy Robert:Bob,Bobby,Rob,Robin Richard:Dick,Rick John:Jack,Johnny James:Jim,Jimmy,Jamie Edward:Ned,Ted,Teddy,Eddie George:Georgie Charles:Charley,Charlie ' +
    'Frederick:Fred,Freddy Joseph:Joe Samuel:Sam Daniel:Dan Benjamin:Ben Nicholas:Nick Michael:Mick,Mike Anthony:Tony Alexander:Alec,Sandy Walter:Wat,Wally Arthur:Art Francis:Frank ' +
    'Mary:Molly,Polly,May Martha:Patty Sarah:Sally,Sadie Susan:Sue,Susie Frances:Fanny Dorothy:Dolly,Dot Eleanor:Nell,Nelly,Ellen Helen:Nell,Nellie Ann:Nancy,Annie Anne:Annie,Nancy Caroline:Carrie ' +
    'Josephine:Josie,Jo Rebecca:Becky Penelope:Pen,Penny Harriet:Hetty Henrietta:Hetty Abigail:Abby Jane:Jenny Victoria:Vicky Timothy:Tim Gilbert:Gil Philip:Phil Peter:Pete Andrew:Andy'
  )
    .split(' ')
    .flatMap((entry) => {
      const [full, forms] = entry.split(':');
      return forms!.split(',').map((form) => [`${form} ${full}`, full!]);
    }),
);

/** Whether one of two given names is the other's short form. */
export function isShort(a: string, b: string | null): boolean {
  return b !== null && (SHORT_FORMS[`${a} ${b}`] !== undefined || SHORT_FORMS[`${b} ${a}`] !== undefined);
}
