import { useState } from 'react';
import { BackLink, Page } from '../../components/page.js';
import { Tabs } from '../../components/tabs.js';
import { useLanguage } from '../../i18n/language.js';
import { CardForm } from './card-form.js';
import { DescribeForm } from './describe-form.js';
import { LinkForm } from './link-form.js';
import { TextForm } from './text-form.js';
import './new-character.css';

/** The four ways to somebody new: one's own words, a card, a text, a link. */
export function NewCharacter() {
  const { words } = useLanguage();
  const w = words.newCharacter;
  const [at, setAt] = useState<'describe' | 'card' | 'text' | 'link'>('describe');
  return (
    <Page title={words.library.create} narrow>
      <BackLink />
      <div className="fresh" data-testid="new-character-form">
        <h1>{w.title}</h1>
        <Tabs
          label={w.title}
          at={at}
          onGo={setAt}
          testId="new-tab"
          tabs={[
            { name: 'describe', label: w.describe.title, content: <DescribeForm /> },
            { name: 'card', label: w.card, content: <CardForm /> },
            { name: 'text', label: w.files, content: <TextForm /> },
            { name: 'link', label: w.link, content: <LinkForm /> },
          ]}
        />
      </div>
    </Page>
  );
}
