import { useState } from 'react';
import type { AvatarSize } from '../../../src/contracts/character.js';
import { api } from '../api/api.js';
import { bindingOf, GILT, stampOf } from './book-cover.js';

interface Whom {
  id: string;
  name: string;
  hasAvatar: boolean;
  avatarHash?: string | null;
}

/** Which pictures are asked for, with the width of an upright one of three to four. */
const PICTURES: Record<'cover' | 'seal', { widths: [AvatarSize, number][]; sizes: string }> = {
  cover: {
    widths: [
      [192, 144],
      [384, 288],
      [768, 576],
    ],
    sizes: '(max-width: 40rem) 46vw, 15rem',
  },
  seal: {
    widths: [
      [96, 72],
      [192, 144],
    ],
    sizes: '2.5rem',
  },
};

/** A character's picture, as a book's cover or as a small seal; who has none gets a binding of their own. */
export function Portrait({ whom, as }: { whom: Whom; as: 'cover' | 'seal' }) {
  const hash = whom.avatarHash ?? undefined;
  /** The picture that could not be shown. */
  const [broken, setBroken] = useState<string | null>(null);
  const shape = `portrait ${as}`;
  if (whom.hasAvatar && broken !== (hash ?? '')) {
    const { widths, sizes } = PICTURES[as];
    return (
      <span className={shape}>
        <img
          loading="lazy"
          decoding="async"
          sizes={sizes}
          srcSet={widths.map(([size, width]) => `${api.avatarUrl(whom.id, hash, size)} ${width}w`).join(', ')}
          src={api.avatarUrl(whom.id, hash, widths[0]![0])}
          alt=""
          onError={() => setBroken(hash ?? '')}
        />
      </span>
    );
  }
  return <span className={shape}>{as === 'cover' ? <Cover whom={whom} /> : <Seal whom={whom} />}</span>;
}

function Rosette({
  src,
  x,
  y,
  size,
  faint,
}: {
  src: string;
  x: number;
  y: number;
  size: number;
  faint: number;
}) {
  const reach = size * 1.02;
  return (
    <image href={src} x={x - reach} y={y - reach} width={2 * reach} height={2 * reach} opacity={faint} />
  );
}

function Cover({ whom }: { whom: Whom }) {
  const { cloth, rosette } = bindingOf(whom.id);
  const stamp = stampOf(whom.name);
  return (
    <svg viewBox="0 0 90 120" aria-hidden="true">
      <rect width="90" height="120" fill={cloth} />
      {stamp.kind === 'slip' ? (
        <>
          <Rosette src={rosette} x={50} y={84} size={26} faint={0.3} />
          {/* thread-bound: the spine on the right, the title on a slip at the upper left */}
          <path
            d="M82 0v120M82 8h8M82 38h8M82 82h8M82 112h8"
            stroke={GILT}
            strokeOpacity="0.5"
            strokeWidth="0.8"
          />
          <Slip text={stamp.text} />
        </>
      ) : (
        <>
          <rect width="7" height="120" fill="#000" fillOpacity="0.2" />
          <path
            d="M13 6h71v108H13zM15.5 8.5h66v103h-66z"
            fill="none"
            stroke={GILT}
            strokeOpacity="0.45"
            strokeWidth="0.6"
          />
          <Rosette src={rosette} x={48.5} y={60} size={27} faint={0.45} />
          <text
            x="48.5"
            y="60"
            dy="0.36em"
            textAnchor="middle"
            className="stamp"
            fontSize={stamp.text.length > 1 ? 20 : 28}
            fill={GILT}
          >
            {stamp.text}
          </text>
        </>
      )}
    </svg>
  );
}

function Slip({ text }: { text: string }) {
  const letters = [...text];
  const step = letters.length > 3 ? 13.5 : 16.5;
  const height = letters.length * step + 10;
  return (
    <>
      <rect x="8" y="8" width="21" height={height} fill="#f6eedb" />
      <rect
        x="9.6"
        y="9.6"
        width="17.8"
        height={height - 3.2}
        fill="none"
        stroke="#2b2a2a"
        strokeOpacity="0.45"
        strokeWidth="0.5"
      />
      {letters.map((letter, i) => (
        <text
          key={i}
          x="18.5"
          y={13 + i * step + step / 2}
          dy="0.36em"
          textAnchor="middle"
          className="stamp"
          lang="zh"
          fontSize={step - 2}
          fill="#262220"
        >
          {letter}
        </text>
      ))}
    </>
  );
}

function Seal({ whom }: { whom: Whom }) {
  const { cloth, rosette } = bindingOf(whom.id);
  const stamp = stampOf(whom.name);
  const letter = stamp.kind === 'slip' ? ([...stamp.text][0] ?? '') : stamp.text;
  return (
    <svg viewBox="0 0 48 48" aria-hidden="true">
      <rect width="48" height="48" fill={cloth} />
      <Rosette src={rosette} x={24} y={24} size={20} faint={0.4} />
      <text
        x="24"
        y="24"
        dy="0.36em"
        textAnchor="middle"
        className="stamp"
        lang={stamp.kind === 'slip' ? 'zh' : undefined}
        fontSize={stamp.kind === 'slip' ? 22 : letter.length > 1 ? 15 : 20}
        fill="#f6eedb"
      >
        {letter}
      </text>
    </svg>
  );
}
