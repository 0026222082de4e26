import type { FrameLayers, Layer } from '../context/parts/frame.js';
import { laidOver, renderFrameText } from '../context/parts/frame.js';
import { TAIL_PROMPTS, type TailPrompts } from '../context/parts/tail.js';
import { fenced } from '../context/quoting/fence.js';
import type { Sheet } from '../contracts/sheet.js';
import type { Work } from '../text/search/slices.js';
import { ownLayers, ownPrompt, type Worded } from './own-prompts.js';

type Settle = (text: string) => Work<string>;

/** How macros are settled in what a card's author and what the owner wrote. */
export interface Settles {
  author: Settle;
  owner: Settle;
}

type CardTexts = Pick<Sheet, 'language' | 'instructions' | 'afterHistory'>;

/** The texts for a place in their order: the owner's default, the author's, the owner's for this character. */
function layersOf(
  { byDefault, forCharacter }: ReturnType<typeof ownLayers>,
  authors: string,
  owner: Layer['render'],
  author: Layer['render'],
): Layer[] {
  const layers: Layer[] = [];
  if (byDefault !== undefined) layers.push({ text: byDefault, render: owner });
  if (authors.trim()) layers.push({ text: authors, render: author });
  if (forCharacter !== undefined) layers.push({ text: forCharacter, render: owner });
  return layers;
}

/** What is laid over our frame. */
export function frameLayers(own: readonly Worded[], card: CardTexts, settles: Settles): FrameLayers {
  const owner = (text: string) => renderFrameText(text, settles.owner);
  const author = function* (text: string) {
    return fenced((yield* settles.author(text)).trim());
  };
  const { language, instructions } = card;
  return {
    main: layersOf(ownLayers(own, 'main', language), instructions, owner, author),
    auxiliary: layersOf(ownLayers(own, 'auxiliary', language), '', owner, author),
  };
}

/** What stands after the history: nothing of ours. It is fenced where it is sent. */
export function afterHistory(own: readonly Worded[], card: CardTexts, settles: Settles): Work<string> {
  const trimmed = (settle: Settle) =>
    function* (text: string) {
      return (yield* settle(text)).trim();
    };
  const layers = layersOf(
    ownLayers(own, 'post_history', card.language),
    card.afterHistory,
    trimmed(settles.owner),
    trimmed(settles.author),
  );
  return laidOver('', layers);
}

/** What asks for a reply, where the owner wants it otherwise than we. */
export function tailPrompts(own: readonly Worded[], language: Sheet['language']): Partial<TailPrompts> {
  const ours = TAIL_PROMPTS[language];
  const worded: Partial<TailPrompts> = {};
  for (const name of ['reply', 'continue', 'impersonate'] as const) {
    const text = ownPrompt(own, name, language, ours[name]);
    if (text !== undefined) worded[name] = text;
  }
  return worded;
}
