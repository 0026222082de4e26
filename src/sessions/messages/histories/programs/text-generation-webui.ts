/** Histories of text-generation-webui: pairs of what the user and what the character said, either of which may be empty. */
import { isJsonObject, type JsonObject } from '../../../../characters/imports/foreign-json.js';
import { dateOf, rowsOf, stringOf, versions, type ChatReader, type ForeignMessage } from '../conversation.js';

/** Stands in for what the user said before a greeting. */
const NOTHING_SAID = '<|BEGIN-VISIBLE-CHAT|>';
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'", '#39': "'" };

export const textGenerationWebUi: ChatReader = {
  program: 'text-generation-webui',
  knows: (value) => [value.visible, value.data_visible, value.internal].some(isPairs),
  conversations: (value) => [
    {
      title: '',
      at: null,
      read() {
        const seen = pairsOf(value.visible ?? value.data_visible);
        const sent = pairsOf(value.internal ?? value.data);
        const metadata = isJsonObject(value.metadata) ? value.metadata : {};
        const messages: ForeignMessage[] = [];
        for (let n = 0; n < Math.max(seen.length, sent.length); n++) {
          for (const [side, role] of (['user', 'assistant'] as const).entries()) {
            const about = metadata[`${role}_${n}`];
            const text = shown(seen[n]?.[side]) || stringOf(sent[n]?.[side]);
            if (text !== '' && text !== NOTHING_SAID) {
              messages.push(messageOf(role, text, isJsonObject(about) ? about : {}));
            }
          }
        }
        return { messages, elsewhere: 0 };
      },
    },
  ],
};

function isPairs(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && Array.isArray(value[0]);
}

function pairsOf(value: unknown): unknown[][] {
  return Array.isArray(value) ? (value as unknown[]).map((pair) => (Array.isArray(pair) ? pair : [])) : [];
}

function messageOf(role: 'user' | 'assistant', text: string, about: JsonObject): ForeignMessage {
  const at = dateOf(about.timestamp);
  const texts = rowsOf(about.versions).map((one) => ({
    content: shown(one.visible_content) || stringOf(one.content),
    at: dateOf(one.timestamp) ?? at,
  }));
  const index = about.current_version_index;
  let chosen = typeof index === 'number' && texts[index]?.content === text ? index : -1;
  if (chosen < 0) chosen = texts.findIndex(({ content }) => content === text);
  // What stands in the pair is what was read; the list may lag behind it.
  if (chosen < 0) chosen = texts.push({ content: text, at }) - 1;
  return versions(role, texts, chosen);
}

/** What was shown was made safe for a page. */
function shown(value: unknown): string {
  return stringOf(value).replace(/&(amp|lt|gt|quot|#x27|#39);/g, (_, name: string) => ENTITIES[name]!);
}
