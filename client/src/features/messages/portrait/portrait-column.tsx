import { Portrait } from '../../../components/portrait.js';
import { useFace, useFaces } from './faces.js';
import './portrait.css';

/** The character beside the column of messages, where there is room; how they look follows the newest reply. */
export function PortraitColumn({ reply }: { reply: string }) {
  const faces = useFaces();
  const { address, isExpression } = useFace(reply);
  if (!faces) return null;
  return (
    <div className="portrait-place" aria-hidden="true">
      <div
        className={isExpression ? 'portrait-column expression' : 'portrait-column'}
        data-testid="portrait-column"
      >
        {address ? (
          <img key={address} src={address} alt="" decoding="async" />
        ) : (
          <Portrait whom={{ id: faces.id, name: faces.name, hasAvatar: false }} as="cover" />
        )}
      </div>
    </div>
  );
}
