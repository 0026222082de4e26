import type { Sheet } from '../../contracts/sheet.js';
import { settling } from '../../text/macros.js';
import { aroundOriginal } from '../../contracts/prompt.js';
import { fenced } from '../quoting/fence.js';
import type { Work } from '../../text/search/slices.js';

/** Who plays, as the frame names them. */
export interface Players {
  /** The character's name, and the persona's. */
  name: string;
  user: string;
}

/** What time is told beside the messages: real days, or none where the story has a time of its own. */
export type FrameClock = 'days' | 'none';

/** How much of the frame is sent: models with few parameters follow a few rules better than many. */
export type FrameLength = 'full' | 'short';

interface Words {
  heading: string;
  /** How the story is told: what an author's own instructions stand for. */
  main: Record<FrameLength, string>;
  /** What holds whatever an author asks for: what the notes are, how one speaks outside the story. */
  auxiliary: Record<FrameClock, Record<FrameLength, string>>;
}

const lines = (...rules: string[]) => rules.map((rule) => `- ${rule}`).join('\n');

/** The notes are told of by the time that stands in them; the other rules hold always. */
function auxiliary(
  notes: Record<FrameClock, Record<FrameLength, string>>,
  rules: Record<FrameLength, string[]>,
): Words['auxiliary'] {
  const of = (clock: FrameClock) => ({
    full: lines(notes[clock].full, ...rules.full),
    short: lines(notes[clock].short, ...rules.short),
  });
  return { days: of('days'), none: of('none') };
}

/** Our own words of the frame, with macros for what differs. */
export const FRAME: Record<Sheet['language'], Words> = {
  en: {
    heading: 'How to play',
    main: {
      full: lines(
        'This is fiction, written by two people in turns. Somebody else writes {{user}}; you write {{char}} and everyone else who appears.',
        "Never write what {{user}} says, does, thinks or feels, unless the person who writes {{user}} asks you to. Stop where {{user}} would speak or act. Do not guess {{user}}'s gender: until it is told, use the name, “you” or “they”.",
        'Answer what was just said and done. {{char}} wants something: let it show, and move the scene one step on. Do not retell what {{user}} just wrote, and do not end on a question out of habit. What happened earlier may be retold in full when {{user}} asks about it.',
        "Write as much as the moment needs: a line or two for small talk, more for a scene. Keep the form of {{char}}'s messages so far: person, tense, how speech and action are marked. If there are none yet, write speech plain and actions between *asterisks*.",
        '{{char}} knows only what {{char}} has seen, heard or been told, before this story or in it: not what a narrator tells or others think. What {{char}} does not know, neither mention nor hint at until {{char}} learns it here. Others may know more, and tell it when the scene gets there.',
        'What is left open above about people and places, invent to fit, and stick to it.',
        "Where {{char}}'s description, messages or examples do otherwise (an all-knowing narrator, several people, {{user}}'s deeds), follow them.",
      ),
      short: lines(
        "This is fiction. You write {{char}}; somebody else writes {{user}}. Never write {{user}}'s words or deeds, unless asked to.",
        "Answer what was just said, as {{char}} would, in the form and length of {{char}}'s earlier messages.",
        "Where {{char}}'s description, messages or examples do otherwise, follow them.",
      ),
    },
    auxiliary: auxiliary(
      {
        days: {
          full: 'Dates in brackets, message numbers and everything between {{tail}} and {{/tail}} are notes for you alone: use them, but never write or mention them. They give real time, which passes in the story, too, unless the story says otherwise. {{char}} does not know of being in a story, nor of prompts, sheets or notes.',
          short:
            'Use the notes between {{tail}} and {{/tail}}, but never write such notes yourself, or dates in brackets.',
        },
        none: {
          full: 'Message numbers and everything between {{tail}} and {{/tail}} are notes for you alone: use them, but never write or mention them. The story has its own time: how much has passed, only the story says. {{char}} does not know of being in a story, nor of prompts, sheets or notes.',
          short:
            'Use the notes between {{tail}} and {{/tail}}, but never write such notes yourself. The story has its own time.',
        },
      },
      {
        full: [
          '[OOC: …], ((…)) and whatever is clearly meant for you, not for {{char}} (“write my line for me”), comes from that person, outside the story: do what it asks; {{char}} does not hear it. Reply in [OOC: …] only where it wants an answer from you, not more of the story.',
          'If that person sincerely asks whether you are human or an AI, marked as OOC or not, tell the truth in [OOC: …]: an AI.',
          'Write in the language that {{user}} writes in.',
        ],
        short: [
          '[OOC: …] is said outside the story by the person who writes {{user}}: do what it asks; {{char}} does not hear it. If asked sincerely whether you are human or an AI, tell the truth in [OOC: …]: an AI.',
          'Write in the language that {{user}} writes in.',
        ],
      },
    ),
  },
  zh: {
    heading: '扮演须知',
    main: {
      full: lines(
        '这是两个人轮流写的虚构故事：{{user}}由另一个人来写，你写{{char}}和故事里的其他人。',
        '绝不替{{user}}说话、行动，也不写{{user}}心里怎么想，除非对方要你代写；到了该{{user}}开口或动手的地方就停笔。没写明{{user}}是男是女，就别猜：用名字或“你”，不用“他”“她”。',
        '接住{{user}}刚说的话、刚做的事。{{char}}有自己想要的东西，要让人看得出来，并把戏往前推一步。不要复述{{user}}刚写的话，也不要习惯性地用问句收尾。{{user}}问起从前的事，尽可以细说。',
        '长短看场面：闲聊一两句就够，要紧的场面再铺开写。写法跟{{char}}前面的消息一致：用第几人称，对白和动作怎么区分。前面没有消息时，对白直接写，动作放在*星号*之间。',
        '{{char}}只知道自己见过、听过、别人告诉过的事，故事之前的和故事里的都算；只有旁白写到的、别人心里想的，{{char}}不知道。{{char}}还不知道的事，在故事里得知之前不要提起，也不要暗示。别的人物可能知道得更多，戏走到那一步才说出来。',
        '设定没写到的，可以合情合理地补上，补了就一直算数。',
        '{{char}}的设定、消息或示例另有写法的（无所不知的旁白、好几个人、写到{{user}}的举动），照它们的来。',
      ),
      short: lines(
        '这是虚构故事。你写{{char}}，{{user}}由另一个人来写；绝不写{{user}}的话和举动，除非对方要你代写。',
        '接住{{user}}刚说的话，像{{char}}那样回应，写法和长短跟{{char}}先前的消息一样。',
        '{{char}}的设定、消息或示例另有写法的，照它们的来。',
      ),
    },
    auxiliary: auxiliary(
      {
        days: {
          full: '方括号里的日期、消息的编号、{{tail}} 与 {{/tail}} 之间的内容，都是只给你看的备注：可以用，但自己不要写这类东西，也不要提起。备注里是现实时间，故事里的时间也跟着走；故事另有说法的，以故事为准。{{char}}不知道自己在一个故事里，也不知道有提示词、设定这些东西。',
          short: '{{tail}} 与 {{/tail}} 之间的备注可以用，但自己不要写这类备注，也不要写方括号里的日期。',
        },
        none: {
          full: '消息的编号、{{tail}} 与 {{/tail}} 之间的内容，都是只给你看的备注：可以用，但自己不要写这类东西，也不要提起。故事自有时日：过了多久，只看故事里怎么写。{{char}}不知道自己在一个故事里，也不知道有提示词、设定这些东西。',
          short: '{{tail}} 与 {{/tail}} 之间的备注可以用，但自己不要写这类备注。故事自有时日。',
        },
      },
      {
        full: [
          '[OOC：……]、（（……）），还有一看就是对你、不是对{{char}}说的话（如“替我写一段”），都是写{{user}}的人在戏外说的：照着做，{{char}}听不见。要你本人答话的，才用 [OOC：……] 回答。',
          '这个人若认真问你是不是真人、是不是 AI，不论有没有标 OOC，都用 [OOC：……] 如实回答：是 AI。',
          '{{user}}用什么语言，你就用什么语言。',
        ],
        short: [
          '[OOC：……] 是写{{user}}的人在戏外说的话：照着做，{{char}}听不见。这个人若认真问你是不是真人、是不是 AI，就用 [OOC：……] 如实回答：是 AI。',
          '{{user}}用什么语言，你就用什么语言。',
        ],
      },
    ),
  },
};

/** Somebody's text for a part, in which `{{original}}` stands for what would be there without it. */
export interface Layer {
  text: string;
  /** Settles its macros, and fences it where it has to be. */
  render(text: string): Work<string>;
}

/** What stands in a place once all that was written for it is laid over it, in order; pieces stand on lines of their own. */
export function* laidOver(standing: string, layers: readonly Layer[]): Work<string> {
  for (const { text, render } of layers) {
    const pieces: string[] = [];
    for (const piece of aroundOriginal(text)) pieces.push(yield* render(piece));
    standing = pieces
      .flatMap((piece, n) => (n ? [standing, piece] : [piece]))
      .filter(Boolean)
      .join('\n');
  }
  return standing;
}

const TAIL_TAG = /\{\{\s*(\/?)tail\s*\}\}/gi;

/**
 * A text of the frame, rendered. The tail's tags, of which it may have to speak, come by macros: it is the last part
 * of the system prompt, where no fence is open.
 *
 * @param settle settles macros in it
 */
export function* renderFrameText(text: string, settle: (text: string) => Work<string>): Work<string> {
  return fenced((yield* settle(text)).trim()).replace(TAIL_TAG, '<$1tail>');
}

/** What others than we wrote for the frame. */
export interface FrameLayers {
  main: readonly Layer[];
  auxiliary: readonly Layer[];
}

/**
 * The frame: what a reply is made like. What a character's author or the owner wrote stands in the place of our words,
 * which come where it says `{{original}}`. Empty where they have left nothing of it.
 */
export function* renderFrame(
  players: Players,
  language: Sheet['language'],
  length: FrameLength,
  layers: FrameLayers = { main: [], auxiliary: [] },
  clock: FrameClock = 'days',
): Work<string> {
  const words = FRAME[language];
  const settle = (text: string) => settling(text, { char: players.name, user: players.user });
  const parts: string[] = [];
  const standing = { main: words.main[length], auxiliary: words.auxiliary[clock][length] };
  for (const part of ['main', 'auxiliary'] as const) {
    const ours = yield* renderFrameText(standing[part], settle);
    parts.push(yield* laidOver(ours, layers[part]));
  }
  const told = parts.filter(Boolean);
  return told.length ? [`# ${words.heading}`, ...told].join('\n') : '';
}

/** Names of models that say how many billions of parameters they have: `qwen3-8b`, `Llama-3.2-3B`, not `8x7b`. */
const BILLIONS = /(?:^|[^a-z0-9.x])(\d{1,3}(?:\.\d{1,2})?)b(?![a-z0-9])/i;
/** At most so many are few. */
const FEW_BILLIONS = 14;
/** In tokens: who has a smaller window has no room for the full frame. */
const SMALL_WINDOW = 6000;

/** How much of the frame a model is sent. */
export function frameLengthFor(model: { name: string; window: number }): FrameLength {
  const billions = Number(BILLIONS.exec(model.name)?.[1]);
  return model.window < SMALL_WINDOW || billions <= FEW_BILLIONS ? 'short' : 'full';
}
