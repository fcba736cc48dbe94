import './files.css';
import type { MediaKind } from '@parley/flows/media-files.ts';
import type { StoredFile } from '@parley/flows/message.ts';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { filePath } from './files-api.ts';
import { useFile } from './use-file.ts';

/**
 * A stored picture, video or recording, fetched once it comes into sight. `otherwise` stands in its place until then, for files that
 * cannot be shown, and where the server has no such file. `isStill`: nothing in it can be played or pressed.
 */
export function StoredMedia(props: {
  kind: MediaKind;
  file: StoredFile;
  isStill: boolean;
  otherwise: ReactNode;
}) {
  const { kind, file, isStill, otherwise } = props;
  const place = useRef<HTMLDivElement>(null);
  const [isWanted, setWanted] = useState(false);
  const [isBroken, setBroken] = useState(false);
  const isShown = kind !== 'document' && !(isStill && kind === 'audio');
  const loaded = useFile(isWanted && isShown ? filePath(file.id) : null);
  useEffect(() => {
    if (!place.current) return;
    const watching = new IntersectionObserver((seen) => {
      if (seen.some(({ isIntersecting }) => isIntersecting)) setWanted(true);
    });
    watching.observe(place.current);
    return () => watching.disconnect();
  }, []);
  const url = loaded === null || loaded === 'failed' || isBroken ? null : loaded.url;
  const fail = () => setBroken(true);
  return (
    <div
      ref={place}
      className={`stored-media is-${kind}`}
      data-still={isStill || undefined}
      data-shown={url !== null || undefined}
    >
      {url === null ? (
        otherwise
      ) : (
        <Shown kind={kind} url={url} name={file.name} isStill={isStill} fail={fail} />
      )}
    </div>
  );
}

function Shown(props: { kind: MediaKind; url: string; name: string; isStill: boolean; fail: () => void }) {
  const { kind, url, name, isStill, fail } = props;
  const playing = { src: url, preload: 'metadata', 'aria-label': name, onError: fail } as const;
  switch (kind) {
    case 'video':
      return <video {...playing} controls={!isStill} muted={isStill} />;
    case 'audio':
      return <audio {...playing} controls />;
    default:
      return <img src={url} alt={name} draggable={false} onError={fail} />;
  }
}
