/** A sheet told in the few text fields that a character card has. */
import { isSupported, type ClaimPart } from '../../contracts/claim-parts.js';
import type { Claim, Sheet } from '../../contracts/sheet.js';

export interface CardTexts {
  name: string;
  description: string;
  personality: string;
  scenario: string;
  first_mes: string;
  alternate_greetings: string[];
  mes_example: string;
  system_prompt: string;
  post_history_instructions: string;
}

/** The ids of claims that are a card's own field, whole. */
export const CARD_CLAIMS = {
  description: 'card-description',
  personality: 'card-personality',
  examples: 'card-examples',
} as const;

const HEADINGS: Record<Sheet['language'], Partial<Record<ClaimPart, string>>> = {
  en: {
    voice: 'How they speak',
    drives: 'What moves them',
    relationships: 'People in their life',
    timeline: 'What has happened',
    world: 'Their world',
    limits: 'What they do not know',
  },
  zh: {
    voice: '说话的方式',
    drives: '心之所系',
    relationships: '身边的人',
    timeline: '过往经历',
    world: '身处的世界',
    limits: '不知道的事',
  },
};

/**
 * The card's own fields first, then the sheet's other claims, each part under its heading. Claims that may
 * not be sent to a model are left out.
 */
export function cardTextsOf(name: string, sheet: Sheet): CardTexts {
  const ids = new Set<string>(Object.values(CARD_CLAIMS));
  const whole = (id: string) =>
    [...sheet.identity, ...sheet.examples].find((claim) => claim.id === id)?.text ?? '';
  const lines = (part: ClaimPart) =>
    sheet[part].filter((claim) => isSupported(claim) && !ids.has(claim.id)).map((claim) => lineOf(claim));
  const headed = (part: ClaimPart) => {
    const found = lines(part);
    const heading = HEADINGS[sheet.language][part];
    return found.length && heading ? [heading, ...found.map((line) => `- ${line}`)].join('\n') : '';
  };

  return {
    name,
    description: blocks([
      whole(CARD_CLAIMS.description),
      lines('identity').join('\n'),
      ...(['relationships', 'timeline', 'world', 'limits'] as const).map(headed),
    ]),
    personality: blocks([whole(CARD_CLAIMS.personality), headed('voice'), headed('drives')]),
    scenario: sheet.scenario,
    first_mes: sheet.greetings[0] ?? '',
    alternate_greetings: sheet.greetings.slice(1),
    mes_example: blocks([whole(CARD_CLAIMS.examples), ...lines('examples').map(exampleOf)], '\n'),
    system_prompt: sheet.instructions,
    post_history_instructions: sheet.afterHistory,
  };
}

function blocks(texts: string[], between = '\n\n'): string {
  return texts.filter((text) => text !== '').join(between);
}

function lineOf({ about, text }: Claim): string {
  return about && !text.includes(about) ? `${about}: ${text}` : text;
}

/** Cards begin each example with `<START>` and name who speaks. */
function exampleOf(line: string): string {
  if (line.startsWith('<START>')) return line;
  return `<START>\n${/^\{\{(?:char|user)\}\}\s*[:：]/i.test(line) ? '' : '{{char}}: '}${line}`;
}
