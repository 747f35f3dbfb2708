// A detected face: where it is, how sure the detector is, and whether it is fit to be compared.

/** Pixels of the picture as decoded (EXIF orientation applied); may reach beyond its edges. */
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export type Point = { readonly x: number; readonly y: number };

/** Left and right as seen in the picture, so `leftEye` of an upright face is the person's right eye. */
export type FivePoints = {
  readonly leftEye: Point;
  readonly rightEye: Point;
  readonly nose: Point;
  readonly leftMouth: Point;
  readonly rightMouth: Point;
};

/** The clockwise turn in degrees that makes the face upright. 0 unless the picture's EXIF was missing or wrong. */
export type Rotation = 0 | 90 | 180 | 270;

export type Face = {
  readonly box: Box;
  readonly points: FivePoints;
  /** The detector's, 0..1. */
  readonly score: number;
  readonly rotation: Rotation;
  readonly quality: Quality;
  /** All 68 landmarks, x and y alternating, pixels; the encoders align by them. */
  readonly landmarks: Float32Array;
};

export type ReasonCode =
  | 'too_small'
  | 'blurred'
  | 'too_dark'
  | 'too_bright'
  | 'turned_away'
  | 'tilted'
  | 'cut_off';

/** Why a face compares badly: the value that was measured and the limit it missed. */
export type Reason = { readonly code: ReasonCode; readonly value: number; readonly limit: number };

export type Quality = {
  /** 0 (useless) .. 1; the weakest of the measures below, each scaled to its limit. */
  readonly score: number;
  /** Distance between the eyes, pixels. */
  readonly eyeDistance: number;
  /** Variance of the Laplacian of the 112 px crop's luminance (0..255). */
  readonly sharpness: number;
  /** Mean luminance of the crop, 0..255. */
  readonly brightness: number;
  /** Degrees; yaw and roll as the five points show them, sign: towards the picture's right, clockwise. */
  readonly yaw: number;
  readonly roll: number;
  readonly reasons: readonly Reason[];
};
