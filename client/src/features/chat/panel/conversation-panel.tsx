import { useEffect, useRef, type ReactNode } from 'react';
import { Panel } from '../../../components/panel.js';
import { useLanguage } from '../../../i18n/language.js';
import { Chronicle } from '../../memory/chronicle.js';
import { Facts } from '../../memory/facts.js';
import { Rules } from '../../memory/rules.js';
import { Personas } from '../../settings/personas.js';
import { Branches } from './branches.js';
import { Details, type DetailsProps } from './details.js';
import { FrameForm } from './frame-form.js';
import { Pins } from './pins.js';
import { Record } from './record.js';
import { SessionChoice } from './session-choice.js';
import { SessionModel } from './session-model.js';
import '../../memory/memory.css';
import './conversation-panel.css';

/** Where it is opened: at what people change, or at what the last turn sent. */
export type PanelPart = 'top' | 'details';

interface ConversationPanelProps extends DetailsProps {
  part: PanelPart;
  onClose: () => void;
  onImported: () => void;
}

/** What belongs to a conversation beside its words: who one is in it, what holds in it, how it goes on record. */
export function ConversationPanel(props: ConversationPanelProps) {
  const { session, part, onClose, onChanged, onImported } = props;
  const { words } = useLanguage();
  const w = words.chat;
  const parts: { title: string; content: ReactNode }[] = [
    { title: w.persona, content: <Personas session={session} onChanged={onChanged} /> },
    {
      title: w.frame,
      content: (
        <>
          <FrameForm session={session} onChanged={onChanged} />
          <SessionChoice
            {...w.storyTime}
            session={session}
            value={session.storyTime}
            change={(storyTime) => ({ storyTime })}
            onChanged={onChanged}
            testid="story-time"
          />
        </>
      ),
    },
    { title: words.memory.rules.title, content: <Rules sessionId={session.id} /> },
    { title: w.pins.title, content: <Pins sessionId={session.id} onGone={onClose} /> },
    { title: words.models.bar, content: <SessionModel session={session} onChanged={onChanged} /> },
    { title: w.branches.title, content: <Branches sessionId={session.id} onGone={onClose} /> },
    {
      title: words.memory.facts.title,
      content: <Facts sessionId={session.id} name={session.characterName} onGone={onClose} />,
    },
    { title: words.memory.chronicle.title, content: <Chronicle sessionId={session.id} /> },
    { title: w.history, content: <Record session={session} onImported={onImported} /> },
    { title: w.details, content: <Details {...props} open={part === 'details'} /> },
  ];
  const places = useRef<(HTMLElement | null)[]>([]);
  useEffect(() => {
    if (part === 'details') places.current.at(-1)?.scrollIntoView({ block: 'start' });
  }, [part]);
  return (
    <Panel title={w.panel} onClose={onClose} testid="conversation-panel">
      <nav className="panel-places" aria-label={words.sheet.contents}>
        {parts.map(({ title }, n) => (
          <button
            key={title}
            type="button"
            className="plain"
            onClick={() => places.current[n]?.scrollIntoView({ block: 'start' })}
            data-testid="panel-place"
          >
            {title}
          </button>
        ))}
      </nav>
      {parts.map(({ title, content }, n) => (
        <section
          key={title}
          ref={(element) => {
            places.current[n] = element;
          }}
        >
          <h3>{title}</h3>
          {content}
        </section>
      ))}
    </Panel>
  );
}
