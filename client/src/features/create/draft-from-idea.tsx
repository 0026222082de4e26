import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CharacterDraft } from '../../../../src/contracts/character-draft.js';
import { languageOf } from '../../../../src/text/search/language.js';
import { api } from '../../api/api.js';
import { queries } from '../../api/queries.js';
import { Field } from '../../components/field.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useLanguage } from '../../i18n/language.js';

const LONGEST = 4000;

/** A model fills the form from a line or two. Offered where a model is connected. */
export function DraftFromIdea({ onDraft }: { onDraft: (draft: CharacterDraft) => void }) {
  const { words } = useLanguage();
  const w = words.newCharacter.draft;
  const model = useQuery(queries.about()).data?.model;
  const [idea, setIdea] = useState('');
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => api.draftCharacter({ idea: idea.trim(), language: languageOf(idea) }),
    onSuccess: onDraft,
  });
  if (!model?.isLanguageModel) return null;
  return (
    <details className="drafting">
      <summary data-testid="draft-open">{w.title}</summary>
      <div className="fields">
        <Field label={w.idea} hint={w.hint}>
          {(input) => (
            <textarea
              {...input}
              rows={2}
              className="describing"
              maxLength={LONGEST}
              placeholder={w.example}
              value={idea}
              onChange={(event) => setIdea(event.target.value)}
              data-testid="draft-idea"
            />
          )}
        </Field>
        {error && <ProblemNote failure={error} />}
        <div className="row">
          <button
            type="button"
            className="quiet"
            disabled={isPending || !idea.trim()}
            onClick={() => mutate()}
            data-testid="draft-write"
          >
            {isPending ? w.writing : w.write}
          </button>
        </div>
      </div>
    </details>
  );
}
