import type { SessionSummary } from '../../../../src/contracts/session.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';
import { plainText } from '../messages/prose/plain-text.js';
import { Portrait } from '../../components/portrait.js';
import { to } from '../../browser/route.js';
import './session-list.css';

/** Conversations, like letters in a drawer: from whom, how it ends, when. */
export function SessionList({ sessions }: { sessions: SessionSummary[] }) {
  const { when } = useLanguage();
  return (
    <ul className="letters">
      {sessions.map((session) => (
        <li key={session.id}>
          <a href={to.session(session.id)} data-testid="session" data-id={session.id}>
            <Portrait
              whom={{
                id: session.characterId,
                name: session.characterName,
                hasAvatar: session.hasAvatar,
                avatarHash: session.avatarHash,
              }}
              as="seal"
            />
            <span className="letter-head">
              <strong lang={scriptOf(session.title || session.characterName)}>
                {session.title || session.characterName}
              </strong>
              <time dateTime={session.updatedAt}>{when(session.updatedAt)}</time>
            </span>
            <span className="letter-line" lang={scriptOf(session.lastLine)}>
              {plainText(session.lastLine)}
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}
