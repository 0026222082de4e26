import { useEffect, useRef, useState } from 'react';
import type { MessageView } from '../../../../../src/contracts/message.js';
import { useLanguage } from '../../../i18n/language.js';

interface ReplyAnnouncementProps {
  /** The one that was finished last. */
  reply: MessageView | null;
  writing: boolean;
  name: string;
}

/** For screen readers: that a reply is being written, then the whole of it, once. */
export function ReplyAnnouncement({ reply, writing, name }: ReplyAnnouncementProps) {
  const { words } = useLanguage();
  const [text, setText] = useState('');
  const wasWriting = useRef(false);
  useEffect(() => {
    if (writing && !wasWriting.current) setText(words.chat.writing(name));
    if (!writing && wasWriting.current) setText(reply ? `${reply.speaker}: ${reply.content}` : '');
    wasWriting.current = writing;
  }, [writing, reply, name, words]);
  return (
    <div className="unseen" aria-live="polite" role="status">
      {text}
    </div>
  );
}
