import { Portrait } from '../../../components/portrait.js';
import { useFace, useFaces } from './faces.js';
import './portrait.css';

/** The small round picture beside a reply. */
export function Face({ reply }: { reply: string }) {
  const faces = useFaces();
  const { address } = useFace(reply);
  if (!faces) return null;
  return (
    <span className="face" aria-hidden="true" data-testid="face">
      {address ? (
        <img src={address.replace('size=768', 'size=96')} alt="" decoding="async" />
      ) : (
        <Portrait whom={{ id: faces.id, name: faces.name, hasAvatar: false }} as="seal" />
      )}
    </span>
  );
}
