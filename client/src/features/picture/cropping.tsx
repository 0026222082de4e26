import { useState, type ReactNode } from 'react';
import Cropper from 'react-easy-crop';
import 'react-easy-crop/react-easy-crop.css';
import { Icon } from '../../components/icons.js';
import { useLanguage } from '../../i18n/language.js';
import { type CropArea, cropPicture } from './crop-picture.js';

/** That of a cover. */
const ASPECT = 3 / 4;
const MOST_ZOOM = 5;

interface CroppingProps {
  image: HTMLImageElement;
  busy: boolean;
  /** Leads to another picture. */
  another: ReactNode;
  /** @param crop makes the picture. @throws Failure */
  onUse: (crop: () => Promise<File>) => void;
}

/** A picture is moved, enlarged and turned behind the frame of a cover. */
export function Cropping({ image, busy, another, onUse }: CroppingProps) {
  const { words } = useLanguage();
  const w = words.picture;
  const [place, setPlace] = useState({ x: 0, y: 0 });
  const [zoom, setZoom] = useState(1);
  const [turned, setTurned] = useState(0);
  const [area, setArea] = useState<CropArea | null>(null);
  return (
    <>
      <div className="picture-crop">
        <Cropper
          image={image.src}
          crop={place}
          zoom={zoom}
          rotation={turned}
          aspect={ASPECT}
          maxZoom={MOST_ZOOM}
          onCropChange={setPlace}
          onZoomChange={setZoom}
          onCropComplete={(_, pixels) => setArea(pixels)}
          disableAutomaticStylesInjection
          cropperProps={{ role: 'group', 'aria-label': w.cropHint }}
        />
      </div>
      <div className="picture-tools">
        <label>
          <span className="unseen">{w.zoom}</span>
          <input
            type="range"
            min={1}
            max={MOST_ZOOM}
            step={0.01}
            value={zoom}
            onChange={(event) => setZoom(Number(event.target.value))}
          />
        </label>
        <button
          type="button"
          className="quiet"
          onClick={() => setTurned((turned + 90) % 360)}
          data-testid="picture-turn"
        >
          <Icon name="again" />
          {w.turn}
        </button>
      </div>
      <div className="row end">
        {another}
        <button
          type="button"
          className="primary"
          disabled={busy || !area}
          onClick={() => area && onUse(() => cropPicture(image, area, turned))}
          data-testid="picture-use"
        >
          {w.use}
        </button>
      </div>
    </>
  );
}
