import { useState } from 'react';
import { usePictures } from '../../browser/pictures.js';

interface MessagePictureProps {
  alt: string;
  url: string;
  /** As it was written. */
  text: string;
}

/** A picture that a message names, fetched by the server alone; its own text where pictures are off, or there is none. */
export function MessagePicture({ alt, url, text }: MessagePictureProps) {
  const [shown] = usePictures();
  const [missing, setMissing] = useState(false);
  if (!shown || missing) return text;
  return (
    <img
      src={`/api/pictures?url=${encodeURIComponent(url)}`}
      alt={alt}
      loading="lazy"
      onError={() => setMissing(true)}
    />
  );
}
