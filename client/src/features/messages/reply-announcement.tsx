import { useEffect, useRef, useState } from 'react';
import type { MessageView } from '../../../../src/contracts/message.js';
import { useLanguage } from '../../i18n/language.js';

interface ReplyAnnouncementProps {
  messages: MessageView[];
  writing: boolean;
  name: string;
}

/** For screen readers: that a reply is being written, then the whole of it, once. */
export function ReplyAnnouncement({ messages, writing, name }: ReplyAnnouncementProps) {
  const { words } = useLanguage();
  const [text, setText] = useState('');
  const wasWriting = useRef(false);
  const last = messages[messages.length - 1];
  useEffect(() => {
    if (writing && !wasWriting.current) setText(words.chat.writing(name));
    if (!writing && wasWriting.current)
      setText(last?.role === 'assistant' ? `${last.speaker}: ${last.content}` : '');
    wasWriting.current = writing;
  }, [writing, last, name, words]);
  return (
    <div className="unseen" aria-live="polite" role="status">
      {text}
    </div>
  );
}
