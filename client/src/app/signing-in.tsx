import { useEffect, useRef } from 'react';
import { api } from '../api/api.js';
import { useLanguage } from '../i18n/language.js';
import { goInstead, to } from '../browser/route.js';

// A code is good for one use, so it is sent once, however often the screen is drawn.
const answers = new Map<string, Promise<boolean>>();

function trade(code: string): Promise<boolean> {
  const good = () => true;
  // A link that was used before does no harm to somebody who is signed in.
  return api.signIn({ code }).then(good, () => api.about().then(good, () => false));
}

/** Trades the sign-in link's code for the cookie and clears the hash. */
export function SigningIn({ code, onEnd }: { code: string; onEnd: (good: boolean) => void }) {
  const { words } = useLanguage();
  const end = useRef(onEnd);
  end.current = onEnd;
  useEffect(() => {
    const answer = answers.get(code) ?? trade(code);
    answers.set(code, answer);
    let here = true;
    void answer.then((good) => {
      if (!here) return;
      end.current(good);
      goInstead(to.library);
    });
    return () => {
      here = false;
    };
  }, [code]);
  return (
    <p className="waiting" role="status">
      {words.signIn.opening}
    </p>
  );
}
