import type { Claim } from '../../../../../src/contracts/sheet.js';

/** A full lozenge for what is stated, a hollow one for what is inferred, a stroke of the pen for what is invented. */
export function KindMark({ kind }: { kind: Claim['kind'] }) {
  return (
    <svg className={`kind-mark ${kind}`} viewBox="0 0 12 12" aria-hidden="true" focusable="false">
      {kind === 'stated' && <path d="M6 1.5 10.5 6 6 10.5 1.5 6Z" fill="currentColor" />}
      {kind === 'inferred' && (
        <path d="M6 1.8 10.2 6 6 10.2 1.8 6Z" fill="none" stroke="currentColor" strokeWidth="1.2" />
      )}
      {kind === 'invented' && (
        <path
          d="M1.2 7.4c1.3-3.2 2.6-3.3 3.3-1.2s1.800 2.200 2.600.400c.600-1.400 1.700-2 3.700-2"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.3"
          strokeLinecap="round"
        />
      )}
    </svg>
  );
}
