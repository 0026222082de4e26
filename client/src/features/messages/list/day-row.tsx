import { useLanguage } from '../../../i18n/language.js';

/** Above the first message of a day. */
export function DayRow({ date }: { date: string }) {
  const language = useLanguage();
  return (
    <h2 className="day">
      <time dateTime={date}>{language.day(date)}</time>
    </h2>
  );
}
