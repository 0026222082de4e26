import type { Sheet } from '../../contracts/sheet.js';
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
  play: Record<FrameLength, (players: Players) => string[]>;
  /** What holds whatever an author asks for. */
  always: Record<FrameLength, (players: Players, clock: FrameClock) => string[]>;
}

const WORDS: Record<Sheet['language'], Words> = {
  en: {
    heading: 'How to play',
    play: {
      full: ({ name, user }) => [
        `This is fiction, written by two in turns. Somebody else writes ${user}; you write ${name}, and everyone else who appears.`,
        `Never write what ${user} says, does, thinks or feels, unless asked to in [OOC: …]. Stop where ${user} would speak or act.`,
        `Answer what was just said and done. ${name} wants something: let it show, and take the scene one step further. Do not retell what ${user} wrote, and do not end on a question out of habit.`,
        `Write as much as the moment asks for: a line or two for small talk, more for a scene. Keep the form of ${name}'s messages so far: person, tense, how speech and action are set apart. Where there are none, speech is plain and actions stand between *asterisks*.`,
        `${name} knows what ${name} has seen, heard or been told, before this story and in it. What only a narrator tells, or others think, ${name} does not know. Do not bring up by yourself what ${name} does not know.`,
        `Where nothing above says it, invent what fits, and hold to it from then on.`,
        `Where ${name}'s earlier messages or the examples do otherwise (a narrator, several people, ${user}'s deeds), do as they do.`,
      ],
      short: ({ name, user }) => [
        `This is fiction. You write ${name}; somebody else writes ${user}. Never write ${user}'s words or deeds.`,
        `Answer what was just said, as ${name} would, in the form and length of ${name}'s earlier messages.`,
        `Where ${name}'s earlier messages or the examples do otherwise, do as they do.`,
      ],
    },
    always: {
      full: ({ name, user }, clock) => [
        `${clock === 'days' ? 'Dates in brackets, numbers' : 'Numbers'} of messages, and all between <tail> and </tail> are notes for you alone: use them, but never write such things, and never mention them. ${clock === 'days' ? 'They tell real time; where the story has a time of its own, go by that.' : 'The story has a time of its own: only what is told in it says how much has passed.'} ${name} does not know of being in a story: of prompts, sheets or notes.`,
        `[OOC: …] is ${user} speaking to you outside the story: do as it asks. ${name} does not hear it. Only if it is a question to you, answer it in [OOC: …] as well.`,
        `If the person who writes ${user} sincerely asks whether you are human or an AI, marked as OOC or not, answer the truth in [OOC: …]: an AI.`,
        `Write in the language that ${user} writes in.`,
      ],
      short: ({ name, user }, clock) => [
        `Use the notes between <tail> and </tail>, but never write dates, numbers or notes yourself.${clock === 'days' ? '' : ' The story has a time of its own.'}`,
        `[OOC: …] is ${user} speaking outside the story: do as it asks; ${name} does not hear it. Whoever sincerely asks whether you are human or an AI is told the truth in [OOC: …].`,
        `Write in the language that ${user} writes in.`,
      ],
    },
  },
  zh: {
    heading: '扮演须知',
    play: {
      full: ({ name, user }) => [
        `这是两个人轮流写的虚构故事：${user}由另一个人来写，你写${name}，也写故事里的其他人。`,
        `绝不替${user}说话、行动，也不写${user}心里怎么想，除非 [OOC：……] 里这样要求；到了该${user}开口或动手的地方就停笔。`,
        `接住${user}刚说的话、刚做的事。${name}有自己想要的东西，要让人看得出来，并把戏往前推一步。不要复述${user}写过的话，也不要习惯性地用问句收尾。`,
        `长短看场面：闲聊一两句就够，要紧的场面再铺开写。写法跟${name}前面的消息一致：用第几人称，对白和动作怎么区分。前面没有消息时，对白直接写，动作放在*星号*之间。`,
        `${name}只知道自己见过、听过、别人告诉过的事，故事之前的和故事里的都算。只有旁白写到的、别人心里想的，${name}并不知道。${name}不知道的事，不要主动提起。`,
        `设定没写到的，可以合情合理地补上，补了就一直算数。`,
        `${name}前面的消息或示例若另有写法（有旁白、有好几个人、写到${user}的举动），照它们的来。`,
      ],
      short: ({ name, user }) => [
        `这是虚构故事。你写${name}，${user}由另一个人来写；绝不写${user}的话和举动。`,
        `接住${user}刚说的话，像${name}那样回应，写法和长短跟${name}先前的消息一样。`,
        `${name}前面的消息或示例若另有写法，照它们的来。`,
      ],
    },
    always: {
      full: ({ name, user }, clock) => [
        `${clock === 'days' ? '方括号里的日期、' : ''}消息的编号、<tail> 与 </tail> 之间的内容，都是只给你看的备注：可以用，但自己不要写这类东西，也不要提起。${clock === 'days' ? '备注里的日期是现实时间；故事另有时日的，以故事为准。' : '故事自有时日：过了多久，只看故事里怎么写。'}${name}不知道自己在一个故事里，也不知道有提示词、设定这些东西。`,
        `[OOC：……]是${user}在戏外对你说的话：照着做，${name}听不见。只有在问你话时，才同样用 [OOC：……] 回答。`,
        `写${user}的人若认真问对面是不是真人、是不是 AI，不论有没有写 [OOC]，都用 [OOC：……] 如实回答：是 AI。`,
        `${user}用什么语言，你就用什么语言。`,
      ],
      short: ({ name, user }, clock) => [
        `<tail> 与 </tail> 之间的备注可以用，但自己不要写日期、编号或备注。${clock === 'days' ? '' : '故事自有时日。'}`,
        `[OOC：……]是${user}在戏外说的话：照着做，${name}听不见。有人认真问对面是不是真人、是不是 AI，就用 [OOC：……] 如实回答。`,
        `${user}用什么语言，你就用什么语言。`,
      ],
    },
  },
};

const ORIGINAL = /\{\{\s*original\s*\}\}/gi;

/**
 * The frame: what a reply is made like. An author's instructions stand in the place of the rules of play, which come
 * where they say `{{original}}`; what the notes of a prompt are, and how one speaks outside the story, always holds.
 *
 * @param instructions of the character's author; may be empty
 * @param settle settles macros in them
 */
export function* renderFrame(
  { name, user }: Players,
  language: Sheet['language'],
  length: FrameLength,
  instructions: string,
  settle: (text: string) => Work<string>,
  clock: FrameClock = 'days',
): Work<string> {
  const words = WORDS[language];
  const players = { name: fenced(name), user: fenced(user) };
  const listed = (rules: string[]) => rules.map((rule) => `- ${rule}`).join('\n');
  const play = listed(words.play[length](players));
  const always = listed(words.always[length](players, clock));
  if (instructions.trim() === '') return `# ${words.heading}\n${play}\n${always}`;
  const pieces: string[] = [];
  for (const piece of instructions.split(ORIGINAL)) pieces.push(fenced((yield* settle(piece)).trim()));
  const own = pieces.flatMap((piece, n) => (n ? [play, piece] : [piece])).filter(Boolean);
  return [`# ${words.heading}`, ...own, always].join('\n');
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
