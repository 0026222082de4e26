import type { ShownScripts } from '../../../src/contracts/regex-script.js';
import type { LoreReason } from '../../../src/contracts/receipt.js';
import type { Lorebook, Sheet } from '../../../src/contracts/sheet.js';
import type { BranchView } from '../../../src/contracts/branch.js';
import type { AboutView } from '../../../src/contracts/about.js';
import type {
  AvatarSize,
  CharacterChange,
  CharacterQuery,
  CharacterSummary,
  CharacterView,
  ExpressionList,
  FolderCount,
  OnTwin,
  SheetVersionView,
  TagCount,
} from '../../../src/contracts/character.js';
import type { CharacterDraft, CharacterIdea } from '../../../src/contracts/character-draft.js';
import type { ChronicleView, FactsView, MemoryWorkView, RuleView } from '../../../src/contracts/memory.js';
import type {
  AttachedPictureView,
  CleaningView,
  MessagesView,
  MessageVersion,
  MessageView,
  PinView,
} from '../../../src/contracts/message.js';
import type { Page } from '../../../src/contracts/paging.js';
import type { PassageView, SectionView, SourceView } from '../../../src/contracts/source.js';
import type { Persona, PersonaView } from '../../../src/contracts/persona.js';
import type { PromptLanguage, PromptName, PromptsView, PromptView } from '../../../src/contracts/prompt.js';
import type { RestoreView } from '../../../src/contracts/backup.js';
import type { SentView, TurnView } from '../../../src/contracts/turn.js';
import type { SessionChange, SessionSummary, SessionView } from '../../../src/contracts/session.js';
import type { PushSubscriptionView, PushView } from '../../../src/contracts/push.js';
import type { SignInLinkView, SignInView } from '../../../src/contracts/sign-in.js';
import { form } from './form.js';
import { request } from './request.js';

export interface SheetAtVersion {
  version: number;
  sheet: Sheet;
  createdAt: string;
  cause: SheetVersionView['cause'];
}

type Asked = string | number | boolean | undefined;

/** @param parts of a list, each is asked for */
function query(parts: { [name: string]: Asked | string[] }): string {
  const given = Object.entries(parts).flatMap(([key, values]) =>
    [values].flat().flatMap((value) => (value === undefined ? [] : [[key, String(value)]])),
  );
  return given.length ? `?${new URLSearchParams(given)}` : '';
}

const at = encodeURIComponent;

const promptsOf = (characterId: string | null) =>
  characterId ? `/api/characters/${at(characterId)}/prompts` : '/api/prompts';

/**
 * The routes of accounts, characters, sources and sessions as functions; others have files of their own. Each throws a
 * `Failure`.
 */
export const api = {
  about: () => request<AboutView>('GET', '/api/about'),
  signIn: (body: { code: string } | { token: string }) => request<void>('POST', '/api/sign-in', body),
  signOut: () => request<void>('POST', '/api/sign-out'),
  signIns: () => request<{ items: SignInView[] }>('GET', '/api/sign-ins'),
  endSignIn: (id: string) => request<void>('DELETE', `/api/sign-ins/${at(id)}`),
  endOtherSignIns: () => request<void>('DELETE', '/api/sign-ins?others=true'),
  signInLink: () => request<SignInLinkView>('POST', '/api/sign-in-links'),

  pushKey: () => request<PushView>('GET', '/api/push'),
  /** The same subscription again is the same one, with its id. */
  pushSubscribe: (subscription: PushSubscriptionJSON) =>
    request<PushSubscriptionView>('POST', '/api/push/subscriptions', subscription),
  pushUnsubscribe: (id: string) => request<void>('DELETE', `/api/push/subscriptions/${at(id)}`),

  characters: (asked: CharacterQuery) =>
    request<Page<CharacterSummary>>('GET', `/api/characters${query({ limit: 48, ...asked })}`),
  tags: () => request<{ items: TagCount[] }>('GET', '/api/characters/tags'),
  renameFolder: (folder: string, name: string) =>
    request<{ items: FolderCount[] }>('PUT', '/api/characters/folders', { folder, name }),
  folders: () => request<{ items: FolderCount[] }>('GET', '/api/characters/folders'),
  character: (id: string) => request<CharacterView>('GET', `/api/characters/${at(id)}`),
  /** Nothing is stored: the draft fills a form. */
  draftCharacter: (idea: CharacterIdea) => request<CharacterDraft>('POST', '/api/characters/draft', idea),
  makeCharacter: (name: string, sheet: Partial<Sheet>) =>
    request<CharacterView>('POST', '/api/characters', { name, sheet }),
  changeCharacter: (id: string, change: CharacterChange) =>
    request<CharacterView>('PATCH', `/api/characters/${at(id)}`, change),
  deleteCharacter: (id: string) => request<void>('DELETE', `/api/characters/${at(id)}`),
  importCard: (file: File, onTwin: OnTwin) =>
    request<CharacterView>(
      'POST',
      `/api/characters/import${query({ onTwin })}`,
      form([{ name: 'file', value: file }]),
    ),
  versions: (id: string, before?: string) =>
    request<Page<SheetVersionView>>('GET', `/api/characters/${at(id)}/versions${query({ before })}`),
  version: (id: string, n: number) =>
    request<SheetAtVersion>('GET', `/api/characters/${at(id)}/versions/${n}`),
  /** @param v the picture's hash: with it the answer is kept for good */
  pictureUrl: (sessionId: string, id: string, form?: 'original') =>
    `/api/sessions/${sessionId}/pictures/${id}${form ? `?form=${form}` : ''}`,
  attachPicture: (sessionId: string, file: File) =>
    request<AttachedPictureView>(
      'POST',
      `/api/sessions/${sessionId}/pictures`,
      form([{ name: 'file', value: file }]),
    ),
  removePicture: (sessionId: string, id: string) =>
    request<void>('DELETE', `/api/sessions/${sessionId}/pictures/${id}`),
  avatarUrl: (id: string, v?: string, size?: AvatarSize) =>
    `/api/characters/${at(id)}/avatar${query({ size, v })}`,
  setAvatar: (id: string, picture: File) =>
    request<CharacterSummary>(
      'PUT',
      `/api/characters/${at(id)}/avatar`,
      form([{ name: 'file', value: picture }]),
    ),
  removeAvatar: (id: string) => request<void>('DELETE', `/api/characters/${at(id)}/avatar`),
  expressions: (id: string) => request<ExpressionList>('GET', `/api/characters/${at(id)}/expressions`),
  expressionUrl: (id: string, n: number) => `/api/characters/${at(id)}/expressions/${n}`,
  cardUrl: (id: string, format: 'png' | 'json' | 'charx') =>
    `/api/characters/${at(id)}/export?format=${format}`,
  takeLorebook: (id: string, file: File) =>
    request<CharacterView>(
      'POST',
      `/api/characters/${at(id)}/lorebook`,
      form([{ name: 'file', value: file }]),
    ),
  dryRun: (id: string, text: string, lorebook: Lorebook | null) =>
    request<{ reasons: LoreReason[] }>('POST', `/api/characters/${at(id)}/lorebook/dry-run`, {
      text,
      ...(lorebook && { lorebook }),
    }),
  lorebookUrl: (id: string, format: 'v3' | 'sillytavern') =>
    `/api/characters/${at(id)}/lorebook?format=${format}`,

  source: (id: string) => request<SourceView>('GET', `/api/sources/${at(id)}`),
  section: (id: string, n: number) => request<SectionView>('GET', `/api/sources/${at(id)}/sections/${n}`),
  passage: (id: string, passage: string) =>
    request<PassageView>('GET', `/api/sources/${at(id)}/passages/${at(passage)}`),

  sessions: (options: { characterId?: string; q?: string; limit?: number; before?: string }) =>
    request<Page<SessionSummary>>('GET', `/api/sessions${query(options)}`),
  startSession: (characterId: string, wish: { upToSection?: number | undefined } = {}) =>
    request<SessionView>('POST', '/api/sessions', { characterId, ...wish }),
  changeSession: (id: string, change: SessionChange) =>
    request<SessionView>('PATCH', `/api/sessions/${at(id)}`, change),
  session: (id: string) => request<SessionView>('GET', `/api/sessions/${at(id)}`),
  deleteSession: (id: string) => request<void>('DELETE', `/api/sessions/${at(id)}`),
  messages: (id: string, before: number, limit = 50) =>
    request<Page<MessageView>>('GET', `/api/sessions/${at(id)}/messages${query({ before, limit })}`),
  messagesAfter: (id: string, after: number, limit = 50) =>
    request<MessagesView>('GET', `/api/sessions/${at(id)}/messages${query({ after, limit })}`),
  /** Around a number, or the first message since a time. */
  messagesAround: (id: string, where: { around: number } | { at: string }, limit = 60) =>
    request<MessagesView>('GET', `/api/sessions/${at(id)}/messages${query({ ...where, limit })}`),
  editMessage: (id: string, message: string, content: string) =>
    request<MessageView>('PATCH', `/api/sessions/${at(id)}/messages/${at(message)}`, { content }),
  messageVersions: (id: string, message: string) =>
    request<{ items: MessageVersion[] }>('GET', `/api/sessions/${at(id)}/messages/${at(message)}/versions`),
  /** As the model wrote it, before it was cleaned. */
  putBackRaw: (id: string, message: string) =>
    request<MessageView>('POST', `/api/sessions/${at(id)}/messages/${at(message)}/raw`),
  shownScripts: (id: string) => request<ShownScripts>('GET', `/api/sessions/${at(id)}/scripts`),
  cleaning: (id: string) => request<CleaningView>('GET', `/api/sessions/${at(id)}/cleaning`),
  clean: (id: string) => request<{ changed: number }>('POST', `/api/sessions/${at(id)}/cleaning`),
  chooseVersion: (id: string, message: string) =>
    request<MessageView>('POST', `/api/sessions/${at(id)}/messages/${at(message)}/choose`),
  deleteMessage: (id: string, message: string, forever: boolean) =>
    request<MessageView>(
      'DELETE',
      `/api/sessions/${at(id)}/messages/${at(message)}${query({ forever: String(forever) })}`,
    ),
  restore: (file: File, forAll: boolean) =>
    request<RestoreView>('POST', `/api/restore?forAll=${forAll}`, form([{ name: 'file', value: file }])),
  branches: (id: string) => request<{ items: BranchView[] }>('GET', `/api/sessions/${at(id)}/branches`),
  beginBranch: (id: string, messageId: string) =>
    request<{ items: BranchView[] }>('POST', `/api/sessions/${at(id)}/branches`, { messageId }),
  openBranch: (id: string, branch: string) =>
    request<{ items: BranchView[] }>('POST', `/api/sessions/${at(id)}/branches/${at(branch)}/open`),
  deleteBranch: (id: string, branch: string) =>
    request<{ items: BranchView[] }>('DELETE', `/api/sessions/${at(id)}/branches/${at(branch)}`),
  renameBranch: (id: string, branch: string, title: string) =>
    request<{ items: BranchView[] }>('PATCH', `/api/sessions/${at(id)}/branches/${at(branch)}`, { title }),
  searchMessages: (id: string, q: string, before?: string) =>
    request<Page<MessageView>>('GET', `/api/sessions/${at(id)}/search${query({ q, before, limit: 100 })}`),
  pins: (id: string) => request<{ items: PinView[] }>('GET', `/api/sessions/${at(id)}/pins`),
  pinMessage: (id: string, message: string, pinned: boolean) =>
    request<MessageView>(pinned ? 'PUT' : 'DELETE', `/api/sessions/${at(id)}/messages/${at(message)}/pin`),
  /** @param characterId null: for all characters */
  prompts: (characterId: string | null) => request<PromptsView>('GET', promptsOf(characterId)),
  putPrompt: (characterId: string | null, language: PromptLanguage, name: PromptName, text: string) =>
    request<PromptView>('PUT', `${promptsOf(characterId)}/${language}/${name}`, { text }),
  resetPrompt: (characterId: string | null, language: PromptLanguage, name: PromptName) =>
    request<PromptView>('DELETE', `${promptsOf(characterId)}/${language}/${name}`),
  personas: () => request<{ items: PersonaView[] }>('GET', '/api/personas'),
  makePersona: (persona: Persona & { isDefault: boolean }) =>
    request<PersonaView>('POST', '/api/personas', persona),
  changePersona: (id: string, change: Partial<Persona & { isDefault: boolean }>) =>
    request<PersonaView>('PATCH', `/api/personas/${at(id)}`, change),
  deletePersona: (id: string) => request<void>('DELETE', `/api/personas/${at(id)}`),
  importHistory: (id: string, file: File, conversation?: number) =>
    request<{ imported: number; report: string[] }>(
      'POST',
      `/api/sessions/${at(id)}/import${query({ conversation })}`,
      form([{ name: 'file', value: file }]),
    ),
  turns: (id: string, limit = 200) =>
    request<Page<TurnView>>('GET', `/api/sessions/${at(id)}/turns${query({ limit })}`),
  sent: (id: string, turnId: string) =>
    request<SentView>('GET', `/api/sessions/${at(id)}/turns/${at(turnId)}/request`),
  sentUrl: (id: string, turnId: string) => `/api/sessions/${at(id)}/turns/${at(turnId)}/request?format=json`,
  chronicle: (id: string) => request<ChronicleView>('GET', `/api/sessions/${at(id)}/chronicle`),
  memoryWork: (id: string) => request<MemoryWorkView>('GET', `/api/sessions/${at(id)}/memory`),
  startMemoryWork: (id: string) => request<MemoryWorkView>('POST', `/api/sessions/${at(id)}/memory/start`),
  stopMemoryWork: (id: string) => request<MemoryWorkView>('POST', `/api/sessions/${at(id)}/memory/stop`),
  fold: (id: string) => request<ChronicleView>('POST', `/api/sessions/${at(id)}/chronicle`),
  correctEntry: (id: string, entry: string, text: string) =>
    request<ChronicleView>('PATCH', `/api/sessions/${at(id)}/chronicle/${at(entry)}`, { text }),
  rewriteEntry: (id: string, entry: string) =>
    request<ChronicleView>('POST', `/api/sessions/${at(id)}/chronicle/${at(entry)}/rewrite`),
  undoEntry: (id: string, entry: string) =>
    request<ChronicleView>('DELETE', `/api/sessions/${at(id)}/chronicle/${at(entry)}`),
  facts: (id: string) => request<FactsView>('GET', `/api/sessions/${at(id)}/facts`),
  correctFact: (id: string, fact: string, text: string) =>
    request<FactsView>('PATCH', `/api/sessions/${at(id)}/facts/${at(fact)}`, { text }),
  dismissFact: (id: string, fact: string) =>
    request<FactsView>('DELETE', `/api/sessions/${at(id)}/facts/${at(fact)}`),
  rules: (id: string) => request<{ items: RuleView[] }>('GET', `/api/sessions/${at(id)}/rules`),
  addRule: (id: string, rule: { text: string; scope: RuleView['scope'] }) =>
    request<RuleView>('POST', `/api/sessions/${at(id)}/rules`, rule),
  endRule: (id: string, rule: string) => request<void>('DELETE', `/api/sessions/${at(id)}/rules/${at(rule)}`),
  historyUrl: (id: string, format: 'jsonl' | 'markdown' | 'sillytavern') =>
    `/api/sessions/${at(id)}/export?format=${format}`,
};
