import { clean } from '../text/encoding/storable.js';
import { truncate } from '../text/encoding/truncate.js';

/** Terms of sites that do not always state them where a program finds them. */
const BY_HOST: [RegExp, string][] = [
  [/(?:^|\.)fandom\.com$/, 'CC BY-SA'],
  [/(?:^|\.)wikipedia\.org$/, 'CC BY-SA 4.0'],
  [/(?:^|\.)moegirl\.(?:org\.cn|org|icu|uk)$/, 'CC BY-NC-SA 3.0 CN'],
  [/^wiki\.biligame\.com$/, 'CC BY-NC-SA 4.0'],
  [/^(?:baike\.baidu|mp\.weixin\.qq)\.com$/, 'All rights reserved'],
];

/**
 * On what terms a page's text is given away, in a few words: shown, never decided upon.
 *
 * @param stated what the page or the wiki says itself: the address of a licence, or its name
 */
export function licenceOf(
  url: string | undefined,
  stated: readonly (string | undefined)[] = [],
): string | null {
  const host = url && URL.canParse(url) ? new URL(url).hostname : '';
  const known = BY_HOST.find(([pattern]) => pattern.test(host))?.[1];
  if (known) return known;
  for (const said of stated) {
    const common = creativeCommons(said ?? '');
    if (common) return common;
  }
  const name = stated
    .map((said) => clean(said ?? '').trim())
    .find((said) => said !== '' && !said.includes('://'));
  return name ? truncate(name, 100) : null;
}

function creativeCommons(address: string): string | null {
  const licence = /creativecommons\.org\/licenses\/(by(?:-(?:nc|sa|nd))*)\/(\d\.\d)(?:\/([a-z]{2})\b)?/i.exec(
    address,
  );
  if (licence) {
    const [, terms, version, country] = licence;
    return `CC ${terms!.toUpperCase()} ${version}${country ? ` ${country.toUpperCase()}` : ''}`;
  }
  return /creativecommons\.org\/publicdomain\/zero\//i.test(address) ? 'CC0' : null;
}
