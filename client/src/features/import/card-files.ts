/**
 * Whether a file goes to the import of cards: pictures, CHARX, BYAF, an archive of nothing but cards, and of JSON and YAML
 * what is neither chat log nor world book nor a profile.
 */
export async function isCard(file: File): Promise<boolean> {
  if (/\.(?:png|charx|byaf)$/i.test(file.name) || file.type === 'image/png') return true;
  if (/\.ya?ml$/i.test(file.name)) return YAML_CARD.test(await file.text());
  if (/\.zip$/i.test(file.name)) return holdsOnlyCards(file);
  if (!/\.json$/i.test(file.name) && file.type !== 'application/json') return false;
  const [{ readChatLog }, { readWorldBook }] = await Promise.all([
    import('../../../../src/text/dialogue/chat-log.js'),
    import('../../../../src/text/profiles/world-book.js'),
  ]);
  const text = await file.text();
  return readChatLog(text) === null && readWorldBook(text) === null;
}

/** Fields that only a card has at the beginning of a line. */
const YAML_CARD =
  /^(?:spec: ["']?chara_card|char_(?:name|persona|greeting):|(?:context|greeting|first_mes|mes_example):)/m;

/** By the names in the archive's directory, which stands at its end. */
async function holdsOnlyCards(file: File): Promise<boolean> {
  const end = new Uint8Array(await file.slice(-DIRECTORY).arrayBuffer());
  const view = new DataView(end.buffer);
  const names: string[] = [];
  for (let at = 0; at + 46 < end.length; at++) {
    if (view.getUint32(at, true) !== ENTRY) continue;
    const length = view.getUint16(at + 28, true);
    names.push(new TextDecoder().decode(end.subarray(at + 46, at + 46 + length)));
    at += 45 + length;
  }
  const files = names.filter((name) => !/\/$|^__MACOSX\/|(?:^|\/)\./.test(name));
  return files.length > 0 && files.every((name) => /\.(?:png|json|charx|byaf|ya?ml)$/i.test(name));
}

/** Of an archive's end, in bytes. */
const DIRECTORY = 256 * 1024;
/** What an entry of the directory begins with. */
const ENTRY = 0x02014b50;
