import { stampOf } from '../../../components/book-cover.js';
import { useFace, useFaces } from './faces.js';
import './portrait.css';

/** The small round picture beside a reply: one element, for a list draws many. Who has none is a letter on a cloth. */
export function Face({ reply }: { reply: string }) {
  const faces = useFaces();
  const { address } = useFace(reply);
  if (!faces) return null;
  if (address) {
    const src = address.replace('size=768', 'size=96');
    return <img className="face" src={src} alt="" decoding="async" data-testid="face" />;
  }
  const { kind, text } = stampOf(faces.name);
  return (
    <span
      className="face bound"
      lang={kind === 'slip' ? 'zh' : undefined}
      aria-hidden="true"
      data-testid="face"
    >
      {kind === 'slip' ? [...text][0] : text}
    </span>
  );
}
