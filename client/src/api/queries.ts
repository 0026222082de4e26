import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { CharacterQuery } from '../../../src/contracts/character.js';
import type { ConnectionView } from '../../../src/contracts/connection.js';
import type { ChronicleView } from '../../../src/contracts/memory.js';
import type { Page } from '../../../src/contracts/paging.js';
import { api } from './api.js';
import { ingestsApi } from './ingests.js';
import { bridgesApi } from './bridges.js';
import { connectionsApi } from './connections.js';
import { programsApi } from './programs.js';

const older = <T>(page: Page<T>) => page.next;

/** Everything that the client asks for and keeps, with its key. A shorter key stands for all that begin with it. */
export const queries = {
  about: () => queryOptions({ queryKey: ['about'], queryFn: api.about }),
  signIns: () => queryOptions({ queryKey: ['sign-ins'], queryFn: api.signIns }),
  keys: () => queryOptions({ queryKey: ['keys', 'list'], queryFn: programsApi.keys }),
  /** Characters by the names that programs know them by. */
  models: () => queryOptions({ queryKey: ['keys', 'models'], queryFn: programsApi.models }),
  keyCalls: () => queryOptions({ queryKey: ['keys', 'calls'], queryFn: programsApi.keyCalls, gcTime: 0 }),
  /** Asked for again and again: calls are made by themselves. */
  webhooks: () =>
    queryOptions({ queryKey: ['webhooks', 'list'], queryFn: programsApi.webhooks, refetchInterval: 3000 }),
  webhookCalls: (id: string) =>
    queryOptions({
      queryKey: ['webhooks', id, 'calls'],
      queryFn: () => programsApi.webhookCalls(id),
      refetchInterval: 3000,
    }),
  /** Asked for again and again: they change by themselves. */
  bridges: () =>
    queryOptions({ queryKey: ['bridges', 'list'], queryFn: bridgesApi.list, refetchInterval: 2000 }),
  bridgeEvents: (id: string) =>
    queryOptions({
      queryKey: ['bridges', id, 'events'],
      queryFn: () => bridgesApi.events(id),
      refetchInterval: 5000,
    }),
  /** Asked for while it is shown; it ends when nobody asks. */
  bridgeSignIn: (id: string) =>
    queryOptions({
      queryKey: ['bridges', id, 'sign-in'],
      queryFn: () => bridgesApi.signIn(id),
      refetchInterval: 1000,
      gcTime: 0,
    }),
  personas: () => queryOptions({ queryKey: ['personas'], queryFn: api.personas }),

  /** A page at a time; while others are asked for, those from before are shown. */
  characters: (asked: CharacterQuery = {}) =>
    infiniteQueryOptions({
      queryKey: ['characters', 'lists', 'shelf', asked],
      queryFn: ({ pageParam: before }) => api.characters({ ...asked, ...(before && { before }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: older,
      placeholderData: keepPreviousData,
    }),
  /** For a choice among them: as many as one would look through. */
  characterNames: () =>
    queryOptions({
      queryKey: ['characters', 'lists', 'names'],
      queryFn: () => api.characters({ sort: 'name', limit: 500 }),
    }),
  tags: () => queryOptions({ queryKey: ['characters', 'lists', 'tags'], queryFn: api.tags }),
  folders: () => queryOptions({ queryKey: ['characters', 'lists', 'folders'], queryFn: api.folders }),
  character: (id: string) => queryOptions({ queryKey: ['characters', id], queryFn: () => api.character(id) }),
  /** What comes with a card stays as it is. */
  expressions: (characterId: string) =>
    queryOptions({
      queryKey: ['characters', characterId, 'expressions'],
      queryFn: () => api.expressions(characterId),
      staleTime: Infinity,
    }),
  versions: (characterId: string) =>
    queryOptions({
      queryKey: ['characters', characterId, 'versions'],
      queryFn: () => api.versions(characterId),
    }),
  /** A version never changes. */
  version: (characterId: string, n: number) =>
    queryOptions({
      queryKey: ['characters', characterId, 'versions', n],
      queryFn: () => api.version(characterId, n),
      staleTime: Infinity,
    }),
  /**
   * Not kept: what is edited begins with what is stored now.
   * @param characterId null: for all characters
   */
  prompts: (characterId: string | null) =>
    queryOptions({ queryKey: ['prompts', characterId], queryFn: () => api.prompts(characterId), gcTime: 0 }),

  ingests: () => queryOptions({ queryKey: ['ingests', 'list'], queryFn: ingestsApi.list }),
  /** What writing one of an ingest's cast would take. */
  estimate: (id: string, name: string, upToSection: number | null) =>
    queryOptions({
      queryKey: ['ingests', id, 'estimate', name, upToSection],
      queryFn: () => ingestsApi.estimate(id, [name], upToSection),
    }),
  ingest: (id: string) => queryOptions({ queryKey: ['ingests', id], queryFn: () => ingestsApi.view(id) }),

  source: (id: string) => queryOptions({ queryKey: ['sources', id], queryFn: () => api.source(id) }),
  section: (sourceId: string, n: number) =>
    queryOptions({ queryKey: ['sources', sourceId, 'sections', n], queryFn: () => api.section(sourceId, n) }),
  passage: (sourceId: string, passageId: string) =>
    queryOptions({
      queryKey: ['sources', sourceId, 'passages', passageId],
      queryFn: () => api.passage(sourceId, passageId),
    }),

  /** The newest first: a few, then many at a time. */
  /** @param q words of a title, a name or a last line; empty: all */
  sessions: (q = '') =>
    infiniteQueryOptions({
      queryKey: ['sessions', 'lists', 'all', q],
      queryFn: ({ pageParam: before }) => api.sessions({ q, limit: before ? 50 : 12, before }),
      placeholderData: keepPreviousData,
      initialPageParam: undefined as string | undefined,
      getNextPageParam: older,
    }),
  sessionsOf: (characterId: string) =>
    queryOptions({
      queryKey: ['sessions', 'lists', characterId],
      queryFn: () => api.sessions({ characterId, limit: 20 }),
    }),
  /** @param state whatever the answer depends on beside the id */
  session: (id: string, state: string) =>
    queryOptions({ queryKey: ['sessions', id, 'view', state], queryFn: () => api.session(id) }),
  pins: (sessionId: string) =>
    queryOptions({ queryKey: ['sessions', sessionId, 'pins'], queryFn: () => api.pins(sessionId) }),
  /** @param count of the versions: where it is another, there are others */
  messageVersions: (sessionId: string, messageId: string, count: number) =>
    queryOptions({
      queryKey: ['sessions', sessionId, 'versions', messageId, count],
      queryFn: () => api.messageVersions(sessionId, messageId),
    }),
  branches: (sessionId: string) =>
    queryOptions({ queryKey: ['sessions', sessionId, 'branches'], queryFn: () => api.branches(sessionId) }),
  facts: (sessionId: string) =>
    queryOptions({ queryKey: ['sessions', sessionId, 'facts'], queryFn: () => api.facts(sessionId) }),
  rules: (sessionId: string) =>
    queryOptions({ queryKey: ['sessions', sessionId, 'rules'], queryFn: () => api.rules(sessionId) }),
  /** Asked for again until the fold that is under way has ended. */
  chronicle: (sessionId: string) =>
    queryOptions({
      queryKey: ['sessions', sessionId, 'chronicle'],
      queryFn: () => api.chronicle(sessionId),
      refetchInterval: ({ state }) => (state.data?.folding ? 1500 : false),
    }),
  /** @param told the chronicle that is shown: with another one, other messages wait */
  memoryWork: (sessionId: string, { foldedSeq, folding, entries }: ChronicleView) =>
    queryOptions({
      queryKey: [
        'sessions',
        sessionId,
        'memory',
        foldedSeq,
        folding,
        entries.map(({ madeBy }) => madeBy).join(),
      ],
      queryFn: () => api.memoryWork(sessionId),
      placeholderData: keepPreviousData,
      refetchInterval: ({ state: { data } }) =>
        data?.state === 'writing' ? 1500 : data?.state === 'budget_reached' ? 10_000 : false,
    }),
  /** @param turnId the newest of them */
  turns: (sessionId: string, turnId: string | null) =>
    queryOptions({
      queryKey: ['sessions', sessionId, 'turns', turnId],
      queryFn: () => api.turns(sessionId),
      placeholderData: keepPreviousData,
    }),
  sent: (sessionId: string, turnId: string) =>
    queryOptions({
      queryKey: ['sessions', sessionId, 'sent', turnId],
      queryFn: () => api.sent(sessionId, turnId),
    }),

  connections: () => queryOptions({ queryKey: ['connections'], queryFn: connectionsApi.list }),
  spending: ({ id, revision }: ConnectionView) =>
    queryOptions({
      queryKey: ['connections', id, 'spending', revision],
      queryFn: () => connectionsApi.spending(id),
      placeholderData: keepPreviousData,
    }),
  suppliers: () => queryOptions({ queryKey: ['suppliers'], queryFn: connectionsApi.suppliers }),
  /** Model servers that run on this computer just now. */
  localServers: () => queryOptions({ queryKey: ['local-servers'], queryFn: connectionsApi.local, gcTime: 0 }),
};
