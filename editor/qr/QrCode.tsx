import { create } from 'qrcode';

/** Modules of white around the code, without which cameras do not find it (ISO/IEC 18004). */
const QUIET = 4;

/** A text as a QR code, dark on light in either colour scheme: most readers want it so. */
export function QrCode({ text, label, size = 176 }: { text: string; label: string; size?: number }) {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const dark = Array.from({ length: modules.size ** 2 }, (_, place) => place).filter(
    (place) => modules.data[place] === 1,
  );
  const path = dark
    .map((place) => `M${QUIET + (place % modules.size)} ${QUIET + Math.floor(place / modules.size)}h1v1h-1z`)
    .join('');
  const across = modules.size + 2 * QUIET;
  return (
    <svg
      className="qr"
      role="img"
      aria-label={label}
      width={size}
      height={size}
      viewBox={`0 0 ${across} ${across}`}
    >
      <rect width={across} height={across} />
      <path d={path} />
    </svg>
  );
}
