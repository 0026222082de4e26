import type { SettledScript } from '../../../contracts/regex-script.js';
import { calledName } from '../../../contracts/called-name.js';
import type { Sheet } from '../../../contracts/sheet.js';
import { calledUser } from '../../../context/quoting/called-user.js';
import { macroRoom, seeded, settleMacros } from '../../../text/macros.js';
import { scripted, settledScripts } from '../../../text/scripts/regex-scripts.js';
import type { Work } from '../../../text/search/slices.js';

/** Whom macros in a session's scripts stand for; what is left to chance goes by `id`. */
interface Named {
  id: string;
  /** The character's name. */
  name: string;
  persona: { name: string };
}

/** The scripts of a sheet that are followed in a session, the same whenever they are asked for. */
export function sessionScripts({ id, name, persona }: Named, sheet: Sheet): SettledScript[] {
  const { scripts, language } = sheet;
  if (!scripts?.on || scripts.list.length === 0) return [];
  const room = macroRoom();
  const user = calledUser(persona.name, language);
  return settledScripts(scripts.list, (text, escape = (value) => value) =>
    settleMacros(text, {
      char: escape(calledName(name, sheet)),
      user: escape(user),
      random: seeded(id + text),
      room,
    }),
  );
}

/** A sheet whose lorebook says what its scripts make of it. */
export function* withScriptedLore(sheet: Sheet, scripts: readonly SettledScript[]): Work<Sheet> {
  if (!sheet.lorebook || !scripts.some(({ sent, places }) => sent && places.includes('lore'))) return sheet;
  const entries: typeof sheet.lorebook.entries = [];
  for (const entry of sheet.lorebook.entries) {
    yield;
    entries.push({ ...entry, content: yield* scripted(entry.content, scripts, 'lore', { as: 'sent' }) });
  }
  return { ...sheet, lorebook: { ...sheet.lorebook, entries } };
}
