import { useLeaveQuestion } from '../browser/unsaved-guard.js';
import { useLanguage } from '../i18n/language.js';
import { ConfirmDialog } from './confirm-dialog.js';

/** Asks before unsaved changes are left behind. */
export function LeaveQuestion() {
  const { words } = useLanguage();
  const question = useLeaveQuestion();
  if (!question) return null;
  return (
    <ConfirmDialog
      title={words.leaveTitle}
      text={words.leaveText}
      no={words.stay}
      yes={words.leave}
      onNo={question.stay}
      onYes={question.leave}
    />
  );
}
