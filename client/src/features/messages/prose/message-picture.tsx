import { useState } from 'react';
import { usePictures } from '../../../browser/pictures.js';

interface MessagePictureProps {
  alt: string;
  url: string;
  /** As it was written. */
  text: string;
}

/** Heights of pictures as they were last shown, by their addresses: one that is scrolled back to has its room at once. */
const heights = new Map<string, number>();

/** A picture that a message names, fetched by the server alone; its own text where pictures are off, or there is none. */
export function MessagePicture({ alt, url, text }: MessagePictureProps) {
  const [shown] = usePictures();
  const [state, setState] = useState<'coming' | 'there' | 'missing'>('coming');
  if (!shown || state === 'missing') return text;
  return (
    <img
      src={`/api/pictures?url=${encodeURIComponent(url)}`}
      alt={alt}
      loading="lazy"
      style={state === 'coming' ? { minHeight: heights.get(url) } : undefined}
      onLoad={({ currentTarget }) => {
        setState('there');
        heights.set(url, currentTarget.offsetHeight);
      }}
      onError={() => setState('missing')}
    />
  );
}
