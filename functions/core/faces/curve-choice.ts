// Which curve speaks for a gallery: its own, while that still describes it, or the one that came with the encoder.
import { Fault } from '../fault.ts';
import type { Calibration } from '../manifest.ts';
import type { GalleryCalibration } from './gallery-calibration.ts';
import { type GalleryCurves, measuredCurves, shippedCurves } from './gallery-curves.ts';
import type { GalleryState } from './store.ts';

/** What a caller may ask for; without it the gallery's own is taken unless there is none or it is stale. */
export type CurveRequest = 'gallery' | 'shipped';

/** Why a gallery's own curve no longer describes it. */
export type Staleness = 'grown' | 'shrunk' | 'replaced';

export type ChosenCurves = {
  readonly curves: GalleryCurves;
  readonly of: CurveRequest;
  /** What came with the encoder. */
  readonly shipped: Calibration;
  /** The gallery's own, whether it was taken or not. */
  readonly own: { readonly calibration: GalleryCalibration; readonly stale: Staleness | null } | null;
};

/** Beyond twice the subjects, or below half of them, the rates would be a guess. */
const MOST_GROWTH = 2;

export function shippedChoice(shipped: Calibration): ChosenCurves {
  return { curves: shippedCurves(shipped), of: 'shipped', shipped, own: null };
}

/** `own`: the calibration the gallery keeps. @throws Fault calibration_missing when its own is asked for and there is none. */
export function chooseCurves(
  shipped: Calibration,
  own: GalleryCalibration | null,
  now: GalleryState,
  wanted: CurveRequest | undefined,
  gallery: string,
): ChosenCurves {
  const curves = own && measuredCurves(shipped, own);
  if (curves === null) {
    if (wanted === 'gallery') throw calibrationMissing(gallery);
    return shippedChoice(shipped);
  }
  const stale = staleness(own!, now);
  const of = wanted ?? (stale === null ? 'gallery' : 'shipped');
  const chosen = of === 'gallery' ? curves : shippedCurves(shipped);
  return { curves: chosen, of, shipped, own: { calibration: own!, stale } };
}

/** Null while the gallery is what was measured, give or take. A rename changes nothing. */
export function staleness({ gallery, version }: GalleryCalibration, now: GalleryState): Staleness | null {
  if (now.subjects > MOST_GROWTH * gallery.subjects) return 'grown';
  if (now.subjects * MOST_GROWTH < gallery.subjects) return 'shrunk';
  // The version goes up by one or more for everything enrolled or forgotten.
  return now.version - version > gallery.faces ? 'replaced' : null;
}

/** What `ask` answers; its refusals say which curve they are of. */
export function naming<T>({ of }: ChosenCurves, ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof Fault && of === 'gallery')) throw error;
    const hint = "This is the gallery's own; curve = shipped asks the one that came with the encoder.";
    throw new Fault(error.code, `${error.message} ${hint}`, { ...error.facts, curve: of }, error);
  }
}

function calibrationMissing(gallery: string): Fault {
  return new Fault(
    'calibration_missing',
    `Gallery ${JSON.stringify(gallery)} has no curve of its own: POST /v1/galleries/{gallery}/calibrate measures it.`,
    { gallery },
  );
}
