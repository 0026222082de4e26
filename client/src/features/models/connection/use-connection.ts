import { useState } from 'react';
import type { ConnectionView, ConnectionWish } from '../../../../../src/contracts/connection.js';
import { connectionsApi } from '../../../api/connections.js';
import type { ConnectionTestView } from '../../../../../src/contracts/supplier.js';
import { asFailure, Failure } from '../../../api/failure.js';
import { connectionsChanged } from '../../../api/changes.js';
import { draftOf, rebased, wishOf, type ConnectionDraft, type DraftErrors } from './connection-draft.js';

/** Of the environment's connection nothing else can be changed here. */
const ofEnvironment = ({ preset, budget, sees, embeddingModel }: ConnectionWish): ConnectionWish => ({
  preset,
  budget,
  sees,
  embeddingModel,
});

/** A connection as it is typed, stored and tested. */
export function useConnection(first: Partial<ConnectionView>, isNew: boolean) {
  const [stored, setStored] = useState(isNew ? null : (first as ConnectionView));
  const [base, setBase] = useState(() => draftOf(first));
  const [draft, setDraft] = useState(base);
  const [errors, setErrors] = useState<DraftErrors>({});
  const [busy, setBusy] = useState<'saving' | 'testing' | null>(null);
  const [told, setTold] = useState<'saved' | 'conflict' | 'fields' | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [result, setResult] = useState<ConnectionTestView | null>(null);
  const changed = JSON.stringify(draft) !== JSON.stringify(base);

  function change(part: Partial<ConnectionDraft>) {
    setDraft((now) => ({ ...now, ...part }));
    setTold(null);
    // What was wrong is looked at again once its field is another.
    setErrors((now) =>
      Object.fromEntries(Object.entries(now).filter(([field]) => !(field in part) && !('input' in part))),
    );
  }

  function show(view: ConnectionView, keep: boolean) {
    const fresh = draftOf(view);
    setStored(view);
    setDraft((now) => (keep ? rebased(now, base, fresh) : fresh));
    setBase(fresh);
  }

  /** @returns what is stored now; null where it could not be */
  async function send(wish: ConnectionWish): Promise<ConnectionView | null> {
    setBusy('saving');
    setFailure(null);
    setTold(null);
    try {
      const view = stored
        ? await connectionsApi.change(stored.id, { ...wish, revision: stored.revision })
        : await connectionsApi.make(wish);
      await connectionsChanged();
      return view;
    } catch (error) {
      const refused = asFailure(error);
      if (refused.code === 'conflict' && stored) {
        const now = await connectionsApi.one(stored.id).catch(() => null);
        if (now) {
          show(now, true);
          setTold('conflict');
          return null;
        }
      }
      setFailure(refused);
      return null;
    } finally {
      setBusy(null);
    }
  }

  async function save(): Promise<ConnectionView | null> {
    const { wish, errors: found } = wishOf(draft);
    setErrors(found);
    if (Object.keys(found).length) {
      setTold('fields');
      return null;
    }
    setResult(null);
    const view = await send(stored?.readOnly ? ofEnvironment(wish) : wish);
    if (!view) return null;
    show(view, false);
    setTold('saved');
    return view;
  }

  /** What a connection is used for: beside what is typed. */
  async function use(wish: Pick<ConnectionWish, 'isDefault' | 'isBackground' | 'isRecall'>) {
    const view = await send(wish);
    if (view) show(view, true);
  }

  async function test(id: string) {
    setBusy('testing');
    setFailure(null);
    setResult(null);
    try {
      setResult(await connectionsApi.test(id));
    } catch (error) {
      setFailure(asFailure(error));
    } finally {
      setBusy(null);
    }
  }

  return { stored, draft, errors, busy, told, failure, result, changed, change, save, use, test };
}
