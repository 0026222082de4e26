import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../../api/queries.js';
import { CopyTextButton } from '../../components/copy-field.js';
import { Tabs } from '../../components/tabs.js';
import { useLanguage } from '../../i18n/language.js';

/** Shown while there is no character. */
const NOBODY = 'mira-1a2b3c4d';

type Program = 'tavern' | 'curl' | 'node' | 'python';

/**
 * @param base the address of the OpenAI-compatible face
 * @param model a character
 */
const EXAMPLES: Record<Exclude<Program, 'tavern'>, (base: string, model: string) => string> = {
  curl: (base, model) => `curl ${base}/chat/completions \\
  -H "Authorization: Bearer $KEEPSAKE_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"model": "${model}", "user": "me", "messages": [{"role": "user", "content": "Hello!"}]}'`,
  node: (base, model) => `import OpenAI from 'openai';

const keepsake = new OpenAI({ baseURL: '${base}', apiKey: process.env.KEEPSAKE_KEY });
const reply = await keepsake.chat.completions.create({
  model: '${model}', // one of keepsake.models.list()
  user: 'me', // which of your conversations
  messages: [{ role: 'user', content: 'Hello!' }],
});
console.log(reply.choices[0].message.content);`,
  python: (base, model) => `import os
from openai import OpenAI

keepsake = OpenAI(base_url="${base}", api_key=os.environ["KEEPSAKE_KEY"])
reply = keepsake.chat.completions.create(
    model="${model}",  # one of keepsake.models.list()
    user="me",  # which of your conversations
    messages=[{"role": "user", "content": "Hello!"}],
)
print(reply.choices[0].message.content)`,
};

/** How programs are told of this server, with the address that this page has. */
export function KeyExamples() {
  const { words } = useLanguage();
  const w = words.keys;
  const [at, setAt] = useState<Program>('tavern');
  const base = `${location.origin}/v1`;
  const model = useQuery(queries.models()).data?.data[0]?.id ?? NOBODY;
  const programs = Object.keys(w.tabs) as Program[];
  return (
    <section data-testid="key-examples">
      <h2>{w.examples}</h2>
      <p className="hint">{w.examplesHint}</p>
      <Tabs
        label={w.examples}
        at={at}
        onGo={setAt}
        testId="example"
        tabs={programs.map((name) => {
          const text = name === 'tavern' ? w.tavern(base) : EXAMPLES[name](base, model);
          return {
            name,
            label: w.tabs[name],
            content: (
              <div className="key-example">
                <pre tabIndex={0} aria-label={w.tabs[name]}>
                  <code>{text}</code>
                </pre>
                <CopyTextButton text={name === 'tavern' ? base : text} />
              </div>
            ),
          };
        })}
      />
    </section>
  );
}
