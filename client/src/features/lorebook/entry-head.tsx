import { scriptOf, useLanguage } from '../../i18n/language.js';
import { nameOf, settingsOf, type Entry } from './entry.js';

/** What an entry is known by, what calls it, and what is special about it. */
export function EntryHead({ entry }: { entry: Entry }) {
  const { words, number } = useLanguage();
  const w = words.lorebook;
  const name = nameOf(entry);
  const { chance, secondKeys, sticky, cooldown, group } = settingsOf(entry);
  const marks = [
    entry.enabled === false && w.off,
    entry.constant && w.always,
    chance < 100 && w.chanceOf(number(chance)),
    secondKeys.length > 0 && w.withSecond,
    sticky > 0 && w.stickyFor(number(sticky)),
    cooldown > 0 && w.cooldownFor(number(cooldown)),
    group.trim() && w.oneOf(group.trim()),
  ].filter((mark): mark is string => typeof mark === 'string' && mark !== '');
  return (
    <span className="entry-head">
      {name && (
        <b className="entry-name" lang={scriptOf(name)}>
          {name}
        </b>
      )}
      {entry.keys.slice(0, 12).map((key, i) => (
        <span key={i} className={key.startsWith('/') ? 'chip pattern' : 'chip'} lang={scriptOf(key)}>
          {key}
        </span>
      ))}
      {entry.keys.length > 12 && <small>+{number(entry.keys.length - 12)}</small>}
      {!name && !entry.keys.length && <i className="entry-name">{w.nameless}</i>}
      {marks.map((mark) => (
        <small key={mark} className="entry-mark">
          {mark}
        </small>
      ))}
    </span>
  );
}
