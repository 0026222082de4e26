import type { ReactNode } from 'react';

/** Line drawings of our own, 20 by 20, in the colour of the text beside them. */
const DRAWINGS = {
  back: <path d="M12 4.5 6.5 10l5.5 5.5" />,
  close: <path d="m5 5 10 10M15 5 5 15" />,
  plus: <path d="M10 4v12M4 10h12" />,
  left: <path d="M12 5 7 10l5 5" />,
  right: <path d="m8 5 5 5-5 5" />,
  down: <path d="M10 4v11.5M5 11l5 5 5-5" />,
  top: <path d="M10 16V6.5M5 11l5-5 5 5M5 3.5h10" />,
  // Round ends of lines without a length: one shape instead of three, beside every message.
  more: <path d="M4.5 10h.01M10 10h.01M15.5 10h.01" strokeWidth="2.8" />,
  send: <path d="M17 3 2.8 8.4l5.6 2.9 2.9 5.9L17 3ZM8.4 11.3l3.3-3.2" />,
  stop: <rect x="5.5" y="5.5" width="9" height="9" rx="1" fill="currentColor" stroke="none" />,
  again: (
    <>
      <path d="M15.9 8A6.2 6.2 0 1 0 16 12.4" />
      <path d="M16.4 3.8V8h-4.2" />
    </>
  ),
  againWith: <path d="m5.5 8 4.5 4.5L14.5 8" />,
  keys: <path d="M2.5 5.5h15v9h-15zM5.2 8.4h.1M8.4 8.4h.1M11.6 8.4h.1M14.8 8.4h.1M6.5 11.6h7" />,
  list: <path d="M3 4h14v12H3zM7.8 4v12" />,
  goOn: <path d="M4 6h12M4 10h7M4 14h4M13 11.5l3 2.5-3 2.5" />,
  copy: (
    <>
      <rect x="7" y="7" width="9" height="9.5" rx="1" />
      <path d="M13 7V4.5a1 1 0 0 0-1-1H5a1 1 0 0 0-1 1V12a1 1 0 0 0 1 1h2" />
    </>
  ),
  check: <path d="m4 10.5 4 4 8-9" />,
  warn: <path d="M10 3.5 2.8 16.2h14.4L10 3.5ZM10 8.5v3.7M10 14.2v.2" />,
  pen: (
    <path d="m4 16 .9-3.6L13.6 3.7a1.6 1.6 0 0 1 2.3 0l.4.4a1.6 1.6 0 0 1 0 2.3L7.6 15.1 4 16ZM12 5.3l2.7 2.7" />
  ),
  bin: (
    <path d="M4 6h12M8 6V4.2a.7.7 0 0 1 .7-.7h2.6a.7.7 0 0 1 .7.7V6M5.5 6l.7 10a.8.8 0 0 0 .8.7h6a.8.8 0 0 0 .8-.7l.7-10M8.5 9v4.8M11.5 9v4.8" />
  ),
  book: (
    <>
      <path d="M10 5.2C8.2 4 5.8 3.8 3 4v11.4c2.8-.2 5.2 0 7 1.2 1.8-1.2 4.2-1.4 7-1.2V4c-2.8-.2-5.2 0-7 1.2Z" />
      <path d="M10 5.2v11.4" />
    </>
  ),
  letter: (
    <>
      <rect x="2.8" y="5" width="14.4" height="10.5" rx="1" />
      <path d="m3.2 5.6 6.8 5.6 6.8-5.6" />
    </>
  ),
  branch: (
    <>
      <path d="M6 3.5v13M6 11.5c0-3.5 8-1.5 8-6" />
      <circle cx="14" cy="4.2" r="1.4" />
    </>
  ),
  pin: <path d="M7 3.5h6M8 3.5v4.6L5.8 11h8.4L12 8.1V3.5M10 11v5.8" />,
  undo: <path d="M7.5 4.5 4 8l3.5 3.5M4.2 8h7.3a4.3 4.3 0 0 1 0 8.6H8" />,
  day: <path d="M4 5.5h12v10.7H4zM4 8.8h12M7.2 3.6v3M12.8 3.6v3" />,
  up: <path d="m5 12 5-5 5 5" />,
  downward: <path d="m5 8 5 5 5-5" />,
  inStead: (
    <>
      <circle cx="7.5" cy="6.6" r="2.9" />
      <path d="M2.4 16.4c.5-3.2 2.4-4.8 5.1-4.8 1 0 1.9.2 2.6.6M11.6 16.7l.4-2 4.2-4.2 1.5 1.5-4.2 4.2z" />
    </>
  ),
  sent: <path d="M5 3.5h7l3 3v10H5zM12 3.5v3h3M7.5 10h5M7.5 13h5" />,
  find: (
    <>
      <circle cx="8.8" cy="8.8" r="5" />
      <path d="m12.6 12.6 4 4" />
    </>
  ),
  settings: <path d="M3 6h8.5M15 6h2M3 14h2M8.5 14H17M13.2 4.2v3.6M6.8 12.2v3.6" />,
  star: <path d="m10 3.2 2.1 4.4 4.8.6-3.5 3.3.9 4.8-4.3-2.4-4.3 2.4.9-4.8-3.5-3.3 4.8-.6z" />,
  starred: (
    <path d="m10 3.2 2.1 4.4 4.8.6-3.5 3.3.9 4.8-4.3-2.4-4.3 2.4.9-4.8-3.5-3.3 4.8-.6z" fill="currentColor" />
  ),
  folder: <path d="M3 5.2h4.8l1.6 2H17v8.6H3z" />,
  picture: (
    <>
      <rect x="3" y="4" width="14" height="12" rx="1" />
      <path d="m3.4 14 4.2-4.4 3.2 3.2 2-1.8 3.8 3.4" />
      <circle cx="12.8" cy="7.6" r="1.1" />
    </>
  ),
  save: <path d="M10 3.5v9M6 9l4 4 4-4M4 16.2h12" />,
  bring: <path d="M10 13V3.8M6 7.5l4-4 4 4M4 16.2h12" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof DRAWINGS;

/** Says nothing to a screen reader; whatever it stands in has the label. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true">
      {DRAWINGS[name]}
    </svg>
  );
}
