import type {
  CastMerge,
  IngestFlag,
  IngestSummary,
  IngestView,
  WritingEstimate,
} from '../../../src/contracts/ingest.js';
import type { Page } from '../../../src/contracts/paging.js';
import { truncate } from '../../../src/text/encoding/truncate.js';
import { form } from './form.js';
import { request } from './request.js';

const at = encodeURIComponent;

/** What is taken in, and what a person says of it meanwhile. */
export const ingestsApi = {
  list: () => request<Page<IngestSummary>>('GET', '/api/ingests'),
  view: (id: string) => request<IngestView>('GET', `/api/ingests/${at(id)}`),
  ofLinks: (urls: string[], name?: string) =>
    request<{ id: string }>('POST', '/api/ingests', { urls, name: name || undefined }),
  /** A long text goes as a file: what JSON may weigh is little. */
  ofText: (text: string, title?: string, name?: string): Promise<{ id: string }> =>
    text.length > 300_000
      ? ingestsApi.ofFiles(
          [new File([text], `${(title || truncate(text.trim(), 40)).replace(/[/\\\s]+/g, ' ')}.txt`)],
          name,
        )
      : request<{ id: string }>('POST', '/api/ingests', {
          text,
          title: title || undefined,
          name: name || undefined,
        }),
  ofFiles: (files: File[], name?: string) =>
    request<{ id: string }>(
      'POST',
      '/api/ingests',
      form([...files.map((file) => ({ name: 'files', value: file })), { name: 'name', value: name }]),
    ),
  mergeCast: (id: string, merges: CastMerge[]) =>
    request<IngestView>('PUT', `/api/ingests/${at(id)}/merges`, { merges }),
  letIn: (id: string, letIn: Pick<IngestFlag, 'sourceId' | 'passageId'>[]) =>
    request<IngestView>('PUT', `/api/ingests/${at(id)}/flags`, { letIn }),
  choosePages: (id: string, urls: string[]) =>
    request<unknown>('POST', `/api/ingests/${at(id)}/pages`, { urls }),
  chooseEncoding: (id: string, file: number, encoding: string) =>
    request<IngestView>('POST', `/api/ingests/${at(id)}/encoding`, { file, encoding }),
  chooseCast: (
    id: string,
    {
      names,
      upToSection,
      tokenBudget,
      inPlaceOf,
    }: {
      names: string[];
      upToSection: number | null;
      tokenBudget: number | null;
      inPlaceOf?: string;
    },
  ) =>
    request<unknown>('POST', `/api/ingests/${at(id)}/characters`, {
      names,
      upToSection: upToSection ?? undefined,
      tokenBudget: tokenBudget ?? undefined,
      inPlaceOf,
    }),
  /** More of a character that there is. */
  addLink: (characterId: string, url: string) =>
    request<{ id: string }>('POST', '/api/ingests', { characterId, url }),
  addFiles: (characterId: string, files: File[]) =>
    request<{ id: string }>(
      'POST',
      '/api/ingests',
      form([
        ...files.map((file) => ({ name: 'files', value: file })),
        { name: 'characterId', value: characterId },
      ]),
    ),
  estimate: (id: string, names: string[], upToSection: number | null) => {
    const asked = new URLSearchParams(names.map((name) => ['names', name]));
    if (upToSection) asked.set('upToSection', String(upToSection));
    return request<WritingEstimate>('GET', `/api/ingests/${at(id)}/estimate?${asked}`);
  },
  cancel: (id: string) => request<void>('DELETE', `/api/ingests/${at(id)}`),
};
