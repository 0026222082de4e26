import { useLanguage } from '../../i18n/language.js';
import './welcome.css';

/** Heads a library in which nobody has talked yet; its samples come right below. */
export function Welcome() {
  const { words } = useLanguage();
  const w = words.library;
  return (
    <section className="welcome" data-testid="welcome">
      <h1>{w.welcome}</h1>
      <p>{w.welcomeMore}</p>
    </section>
  );
}
