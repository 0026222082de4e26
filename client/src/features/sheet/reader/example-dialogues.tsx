import { scriptOf } from '../../../i18n/language.js';
import { MessageText } from '../../messages/prose/message-text.js';
import type { Line } from './dialogues.js';
import './dialogues.css';

/** Examples as dialogues: who speaks stands apart from what is said. */
export function ExampleDialogues({ dialogues, char }: { dialogues: Line[][]; char: string }) {
  return dialogues.map((lines, i) => (
    <dl key={i} className="dialogue" data-testid="example-dialogue">
      {lines.map(({ speaker, text }, n) => (
        <div key={n} className={speaker === char ? 'own' : undefined}>
          {speaker && <dt lang={scriptOf(speaker)}>{speaker}</dt>}
          <dd>
            <MessageText text={text} />
          </dd>
        </div>
      ))}
    </dl>
  ));
}
