// From a picture to its faces: windows, landmarks, and the turn of the picture in which they agree best.
import type { Pyramid } from '../image.ts';
import { mapPoint } from '../image.ts';
import type { Session } from '../ports.ts';
import { fivePoints } from './align.ts';
import {
  type Candidate,
  coarseWindow,
  type Detector,
  type Frame,
  fineWindows,
  frameOf,
  hasFineWindows,
  scanCoarse,
  scanFine,
  shrunkWindow,
  suppress,
} from './detect.ts';
import type { Box, Face, Rotation } from './face.ts';
import { findLandmarks, type Landmarks } from './landmarks.ts';
import { measureQuality } from './quality.ts';

/** The nets, opened when first needed. */
export type Nets = {
  readonly coarse: () => Promise<Detector>;
  readonly fine: () => Promise<Detector>;
  readonly landmarks: () => Promise<Session>;
};

/** A candidate that its landmarks did not contradict. */
type Found = Candidate & { readonly landmarks: Landmarks };

/** What one turn of the picture showed. */
type Look = { readonly frame: Frame; readonly found: readonly Found[]; readonly doubt: number };

/**
 * The doubt below which a picture is upright and no other turn is tried, by the number of its faces (the last for more):
 * 90 % of upright faces and under 1 % of turned ones are below the first; several faces vouch for each other.
 */
const SURE = [0, 0.0135, 0.02, 0.025];
/** Up to this doubt only upside-down faces occur: of those on their side 1 % are below 0.025. */
const UPSIDE_DOWN_ONLY = 0.02;
/** Another turn must beat the upright one by this factor, and be no more doubtful than this. */
const CLEARLY = 0.7;
const MOST_DOUBT = 0.035;
/** ... with a face of at least this score: of 1,420 upright pictures 0.8 % have none, of those turned wrongly most. */
const TURNED_SCORE = 0.95;
/** Share of the frame's width from which the coarse window alone finds a face. */
const LARGE = 0.08;
/**
 * Landmarks that disagree more belong to no face: with a sure box up to 0.12 (profiles), down to `weak` at a score of
 * 0.85 and below, by this power between. Set on mosaics of picture corners, on crops of pictures without faces, where
 * the rule for small boxes removed 9 of 10 false ones, and on faces of 2 % of the width, of which it costs 2 in 100.
 */
const MOST_DISAGREEMENT = { sure: 0.12, large: { weak: 0.03, power: 2 }, small: { weak: 0.013, power: 1 } };

/**
 * A face that fills more than these shares of the frame gets a box that is too small, or none. It is looked for again
 * with the frame shrunk to `share`: wrong turns among 64 px close-ups fell from 3.3 % to 0.3 %.
 */
const CLOSE_UPS = [
  { width: 0.5, height: 0.7, share: 0.6 },
  { width: 0.8, height: 0.95, share: 0.36 },
] as const;

/** Every face, largest first, at most `most`; the picture's turn is found out when the upright look is in doubt. */
export async function findFaces(pyramid: Pyramid, nets: Nets, most: number): Promise<readonly Face[]> {
  const best = await bestLook(pyramid, nets);
  return best.found
    .map((found) => describe(pyramid, best.frame, found))
    .sort((a, b) => b.box.width * b.box.height - a.box.width * a.box.height)
    .slice(0, most);
}

async function bestLook(pyramid: Pyramid, nets: Nets): Promise<Look> {
  const upright = await look(pyramid, nets, 0, { small: true, closeUps: true });
  if (upright.doubt <= SURE[Math.min(upright.found.length, SURE.length - 1)]) return upright;
  // What the upright look found says what to look for in the others: large faces are enough to tell the turn by.
  const large = upright.found.some(({ box }) => box.width > LARGE * upright.frame.width);
  const closeUps =
    upright.found.length === 0 || upright.found.some((face) => fills(upright.frame, face, CLOSE_UPS[0]));
  const scope = { small: !large, closeUps };
  let best = upright;
  for (const rotation of upright.doubt <= UPSIDE_DOWN_ONLY ? ([180] as const) : ([180, 90, 270] as const)) {
    const other = await look(pyramid, nets, rotation, scope);
    const clear = other.doubt < best.doubt * CLEARLY && other.doubt <= MOST_DOUBT;
    if (clear && other.found.some(({ score }) => score >= TURNED_SCORE)) best = other;
  }
  const { rotation } = best.frame;
  return rotation === 0 ? upright : look(pyramid, nets, rotation, { small: true, closeUps: true });
}

/** What a look goes after besides faces of middling size. */
type Scope = { readonly small: boolean; readonly closeUps: boolean };

async function look(pyramid: Pyramid, nets: Nets, rotation: Rotation, scope: Scope): Promise<Look> {
  const frame = frameOf(pyramid, rotation);
  const coarse = await nets.coarse();
  let candidates = await scanCoarse(pyramid, frame, coarse, coarseWindow(frame, coarse));
  if (scope.closeUps) candidates = await withCloseUps(pyramid, frame, coarse, candidates);
  if (scope.small && hasFineWindows(frame)) {
    const fine = await nets.fine();
    for (const window of fineWindows(frame, fine)) {
      candidates = [...candidates, ...(await scanFine(pyramid, frame, fine, window))];
    }
  }
  let found = await confirm(pyramid, nets, frame, suppress(candidates));
  if (found.length === 0 && scope.closeUps) {
    // What the landmarks refused may have been a box too small for its face.
    for (const { share } of CLOSE_UPS) {
      found = await confirm(pyramid, nets, frame, await scanShrunk(pyramid, frame, coarse, share));
      if (found.length > 0) break;
    }
  }
  return { frame, found, doubt: doubtOf(found) };
}

/** The geometric mean of the disagreements, weighted by area: what stands in the background decides little. 1 without a face. */
function doubtOf(found: readonly Found[]): number {
  let [sum, weights] = [0, 0];
  for (const { box, landmarks } of found) {
    const area = box.width * box.height;
    sum += area * Math.log(landmarks.disagreement + 1e-6);
    weights += area;
  }
  return weights === 0 ? 1 : Math.exp(sum / weights);
}

/** Replaces boxes that fill the frame by what the shrunk frame shows. */
async function withCloseUps(
  pyramid: Pyramid,
  frame: Frame,
  detector: Detector,
  candidates: readonly Candidate[],
): Promise<readonly Candidate[]> {
  let found = candidates;
  for (const limits of CLOSE_UPS) {
    if (!found.some((candidate) => fills(frame, candidate, limits))) break;
    const again = await scanShrunk(pyramid, frame, detector, limits.share);
    if (again.length > 0)
      found = [...found.filter((candidate) => !fills(frame, candidate, limits)), ...again];
  }
  return found;
}

function scanShrunk(pyramid: Pyramid, frame: Frame, detector: Detector, share: number) {
  return scanCoarse(pyramid, frame, detector, shrunkWindow(frame, detector, share));
}

function fills(
  frame: Frame,
  { box }: Candidate,
  { width, height }: { readonly width: number; readonly height: number },
) {
  return box.width > width * frame.width || box.height > height * frame.height;
}

async function confirm(
  pyramid: Pyramid,
  nets: Nets,
  frame: Frame,
  candidates: readonly Candidate[],
): Promise<readonly Found[]> {
  const session = await nets.landmarks();
  const found: Found[] = [];
  for (const candidate of candidates) {
    const landmarks = await findLandmarks(pyramid, session, candidate.box, frame.toPicture);
    if (landmarks.disagreement <= mostDisagreement(candidate, frame)) found.push({ ...candidate, landmarks });
  }
  return found;
}

function mostDisagreement({ score, box }: Candidate, frame: Frame): number {
  const { sure, large, small } = MOST_DISAGREEMENT;
  const { weak, power } = box.width < LARGE * frame.width ? small : large;
  return weak + (sure - weak) * Math.max(0, (score - 0.85) / 0.15) ** power;
}

function describe(pyramid: Pyramid, frame: Frame, { box, score, landmarks }: Found): Face {
  const inPicture = turnBox(frame, box);
  const points = fivePoints(landmarks.points);
  return {
    box: inPicture,
    points,
    score,
    rotation: frame.rotation,
    quality: measureQuality(pyramid, points, inPicture, frame.rotation),
    landmarks: landmarks.points,
  };
}

function turnBox(frame: Frame, { x, y, width, height }: Box): Box {
  const from = mapPoint(frame.toPicture, x, y);
  const to = mapPoint(frame.toPicture, x + width, y + height);
  return {
    x: Math.min(from.x, to.x),
    y: Math.min(from.y, to.y),
    width: Math.abs(to.x - from.x),
    height: Math.abs(to.y - from.y),
  };
}
