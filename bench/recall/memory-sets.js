/**
 * Long conversations whose questions name the turns that hold their answers: read from `../shared/data/memory`, which
 * is not part of the project.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../../shared/data/memory/', import.meta.url));
const json = (path) => JSON.parse(readFileSync(FOLDER + path, 'utf8'));

/**
 * @returns {{ name: string, language: 'en' | 'zh', histories: { messages: { role: string, speaker?: string, content: string, at: string }[],
 *   questions: { text: string, at?: string, evidence: number[] }[] }[] }[] | null} evidence as indexes of messages; null without the folder
 */
export function memorySets() {
  if (!existsSync(FOLDER)) return null;
  return [
    { name: 'LoCoMo', language: 'en', histories: json('locomo-open.json').map(locomo) },
    { name: 'LongMemEval', language: 'en', histories: [longMemEval()] },
    { name: 'BEAM 100k', language: 'en', histories: ['beam-100K_13', 'beam-100K_18'].map(beam) },
    {
      name: 'MemDaily',
      language: 'zh',
      histories: readdirSync(`${FOLDER}memdaily`)
        .sort()
        .map((file) => memDaily(json(`memdaily/${file}`))),
    },
  ];
}

const whole = (history) => ({
  ...history,
  questions: history.questions.filter(({ evidence }) => evidence.length),
});

function locomo({ conversation, qa }) {
  const messages = [];
  const places = new Map();
  for (let n = 1; conversation[`session_${n}`]; n++) {
    const at = new Date(`${conversation[`session_${n}_date_time`].replace(/^(.*) on (.*)$/, '$2 $1')} UTC`);
    conversation[`session_${n}`].forEach(({ speaker, dia_id, text, blip_caption }, i) => {
      places.set(dia_id, messages.length);
      messages.push({
        role: speaker === conversation.speaker_a ? 'user' : 'assistant',
        speaker,
        content: blip_caption ? `${text} [${blip_caption}]` : text,
        at: new Date(at.getTime() + i * 60_000).toISOString(),
      });
    });
  }
  const questions = qa.map(({ question, evidence = [] }) => {
    const found = evidence.flatMap((reference) => reference.split(/[;,\s]+/)).map((id) => places.get(id));
    return { text: question, evidence: found.includes(undefined) ? [] : found };
  });
  return whole({ messages, questions });
}

function longMemEval() {
  const lines = readFileSync(`${FOLDER}longmemeval-open.jsonl`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const date = (text) =>
    new Date(
      `${(text ?? '2023/06/01 00:00')
        .replace(/\(.*?\)/, '')
        .replaceAll('/', '-')
        .replace(/\s+/, 'T')}Z`,
    );
  const turns = lines
    .flatMap(({ evidence_sessions }, q) =>
      evidence_sessions.flatMap(({ session_date, turns }) =>
        turns.map((turn, i) => ({ ...turn, q, at: new Date(date(session_date).getTime() + i * 60_000) })),
      ),
    )
    .sort((a, b) => a.at - b.at);
  const questions = lines.map(({ question, question_date }, q) => ({
    text: question,
    at: date(question_date).toISOString(),
    evidence: turns.flatMap((turn, n) => (turn.q === q && (turn.has_answer ?? true) ? [n] : [])),
  }));
  const messages = turns.map(({ role, content, at }) => ({ role, content, at: at.toISOString() }));
  return whole({ messages, questions });
}

function beam(folder) {
  const messages = [];
  const places = new Map();
  let at = new Date(0);
  for (const { turns } of json(`${folder}/chat.json`)) {
    for (const { role, id, content, time_anchor } of turns.flat()) {
      if (time_anchor) at = new Date(`${time_anchor.replace(/^(\w+)-(\d+)-(\d+)$/, '$1 $2 $3')} UTC`);
      places.set(id, messages.length);
      messages.push({ role, content: content.replace(/\s*->->[\d\s,]*$/, ''), at: at.toISOString() });
    }
  }
  const numbers = (value) =>
    value === null || typeof value !== 'object' ? [value] : Object.values(value).flatMap(numbers);
  const questions = Object.values(json(`${folder}/probing_questions.json`))
    .flat()
    .map(({ question, source_chat_ids }) => ({
      text: question,
      evidence: [...new Set(numbers(source_chat_ids ?? []))]
        .map((id) => places.get(id))
        .filter((n) => n !== undefined),
    }));
  return whole({ messages, questions });
}

function memDaily(trajectories) {
  const messages = [];
  const questions = [];
  const date = (text) => new Date(`${text.replace(/^(\d+)年(\d+)月(\d+)日\s*\S*\s*(\S+)$/, '$1-$2-$3T$4')}Z`);
  for (const { message_list, question_list } of trajectories) {
    const places = new Map();
    for (const { mid, message, time, place } of message_list) {
      places.set(mid, messages.length);
      messages.push({
        role: 'user',
        content: `${message}（${time}，${place}）`,
        at: date(time).toISOString(),
      });
    }
    for (const { question, target_step_id, time } of question_list) {
      const evidence = target_step_id.map((id) => places.get(id)).filter((n) => n !== undefined);
      questions.push({ text: question, at: date(time).toISOString(), evidence });
    }
  }
  return whole({ messages, questions });
}
