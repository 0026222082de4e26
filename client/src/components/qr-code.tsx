import { useEffect, useState } from 'react';
import { Waiting } from './loading/waiting.js';
import './qr-code.css';

/** A text as a QR code; the text itself where it is too long for one. */
export function QrCode({ text, alt }: { text: string; alt: string }) {
  const [picture, setPicture] = useState<string | null>(null);
  useEffect(() => {
    let here = true;
    const draw = async () => {
      const { renderSVG } = await import('uqr');
      const drawn = `data:image/svg+xml,${encodeURIComponent(renderSVG(text, { border: 2 }))}`;
      if (here) setPicture(drawn);
    };
    draw().catch(() => here && setPicture(''));
    return () => {
      here = false;
    };
  }, [text]);
  if (picture === null) return <Waiting />;
  if (picture === '') return <code>{text}</code>;
  return <img className="qr" src={picture} alt={alt} data-testid="qr" />;
}
