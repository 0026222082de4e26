import type { SpokenBeside } from './beside.js';

const WORD = String.raw`((?:\p{Script=Hangul}\s(?=선생|사장|부장|과장|대리|교수|기자|형사|원장))?\p{Script=Hangul}{2,7}(?:\s(?:씨|님|군|양))?(?:은|는|이|가|도)?)`;
const SAY =
  '(?:말했|말하|물었|묻|대답했|대답하|답했|외쳤|외치|속삭였|소리쳤|중얼거렸|되물었|덧붙였|웃었|웃으며|이야기했|불렀|말을|부탁했|제안했|설명했|소개했|경고했|명령했|인사했|재촉했|다그쳤|따졌|타일렀|투덜거렸|고백했|약속했|거절했|사과했|인정했|웅얼거렸|되뇌었|반문했|주장했|흐느꼈|울먹였|권했|달랬|놀렸|나무랐|고개를 (?:끄덕|저))';
const NOBODY =
  /^(?:그|그녀|그들|나|너|우리|저|내|제|누구|누군가|모두|남자|여자|사람|아이|소년|소녀|노인|둘|자신|아버지|어머니|엄마|아빠|형|누나|언니|오빠|동생|목소리|하지만|그러나|그리고|다시|이번에)$/;

/** How Korean tells who speaks: 온유가 말했다, 민수 씨는 대답했다. */
export const KOREAN: SpokenBeside = {
  after: new RegExp(String.raw`^\s?(?:하고|라고|고)?\s?${WORD}\s[^."“”\n]{0,24}?${SAY}`, 'u'),
  before: new RegExp(
    String.raw`(?:^|[\s.])${WORD}\s(?:[^."“”\n]{0,24}?\s)?${SAY}[^."“”\n]{0,6}[.,:]?\s?$`,
    'u',
  ),
  nameOf: (found) => nameIn(found[1]!),
};

/** Without its particle, which follows the sound before it: 은 and 이 a consonant, 는 and 가 a vowel. */
function nameIn(word: string): string | null {
  const [, stem = '', particle = ''] = /^(.*?)(은|는|이|가|도)?$/.exec(word)!;
  const closed = isClosed(stem.at(-1) ?? '');
  const fits = particle === '' || particle === '도' || closed === '은이'.includes(particle);
  const bare = (fits ? stem : word).replace(/\s?(?:씨|님|군|양)$/, '');
  // 민준이가: a name that ends in a consonant takes a vowel first
  const name =
    particle === '가' && bare.length > 2 && bare.endsWith('이') && isClosed(bare.at(-2)!)
      ? bare.slice(0, -1)
      : bare;
  return name.length < 2 || name.length > 6 || NOBODY.test(name) ? null : name;
}

function isClosed(syllable: string): boolean {
  const code = syllable.charCodeAt(0) - 0xac00;
  return code >= 0 && code < 11_172 && code % 28 !== 0;
}
