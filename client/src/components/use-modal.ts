import { useEffect, useRef } from 'react';

/** For a dialog that stands in front of the page as long as it is rendered. @returns what its element is to refer to */
export function useModal() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return dialog;
}
