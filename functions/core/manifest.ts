// models/manifest.json: the contract between the export and the service.

export type Manifest = {
  readonly version: 1;
  readonly models: readonly ModelEntry[];
};

export type ModelEntry = NetworkEntry | HeadEntry;

/** A model with one picture as its input. */
export type NetworkEntry = DetectorEntry | LandmarksEntry | EncoderEntry | ExtractorEntry;

type Common = {
  readonly id: string;
  /** File name inside models/. */
  readonly file: string;
  /** Lower-case hex of the file's bytes. */
  readonly sha256: string;
  readonly bytes: number;
  readonly opset: number;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** How a picture becomes the input, in words a reader can follow. */
  readonly preprocessing: string;
  /** Multiply-accumulates of one run, as the graph builder counts them. */
  readonly macs: number;
  readonly parameters: number;
  /** As the source claims it; NOTICE says what is not verified. */
  readonly licence: string;
  /** npm package, version and file the weights were read from. */
  readonly source: string;
};

export type Port = { readonly name: string; readonly type: 'float32'; readonly dims: readonly number[] };

/** Ultra-Light-Fast-Generic-Face-Detector RFB at one input size; boxes are corners as fractions of the input, 0..1. */
export type DetectorEntry = Common & {
  readonly kind: 'detector';
  readonly width: number;
  readonly height: number;
};

/** 68 points, x then y, as fractions of the 64 x 64 crop. */
export type LandmarksEntry = Common & { readonly kind: 'landmarks' };

/** An encoder: the aligned crop of a face in, or a whole picture; a unit vector out. */
export type EncoderEntry = Common & {
  readonly kind: 'encoder';
  readonly dimensions: number;
  readonly crop: Crop;
  readonly calibration: Calibration;
  /** Accuracy figures, each with the command that printed it. */
  readonly scores: readonly Score[];
};

/** How the crop is cut and fed. */
export type Crop = {
  readonly size: number;
  /**
   * `five-points`: least-squares similarity to `template`; `dlib`: the 68-point dlib chip with `padding`;
   * `whole-picture`: no face is looked for, the picture is stretched to the crop.
   */
  readonly alignment: 'five-points' | 'dlib' | 'whole-picture';
  /** Three channels, or one. */
  readonly order: 'rgb' | 'bgr' | 'luminance';
  /** Input = (pixel - mean) / scale, [1, channels, size, size]; per channel in the order fed, luminance by the first. */
  readonly mean: readonly [number, number, number];
  readonly scale: number;
  /** The embedding is the normalised sum over the crop and its mirror image. */
  readonly mirror: boolean;
};

/**
 * A binary head: inputs `a` and `b`, unit vectors [1, D] of one encoder, outputs `logit` and `probability` [1, 1] that
 * they show the same person, at a prior of 0.5.
 */
export type HeadEntry = Common & {
  readonly kind: 'head';
  /** Id of the encoder whose vectors it was fitted on; of any other's it says nothing. */
  readonly encoder: string;
  readonly features: HeadFeatures;
  /** What the file is built from, as rounded numbers. */
  readonly weights: HeadWeights;
  readonly calibration: HeadCalibration;
  readonly scores: readonly Score[];
};

/** What a head looks at: the squared distance, |a - b|, or (a - b)^2 / (|a| + |b|) by coordinate. */
export type HeadFeatures = 'distance' | 'abs-difference' | 'chi-square';

/** logit = slope . features + intercept. */
export type HeadWeights = { readonly slope: readonly number[]; readonly intercept: number };

/** What logits mean for this head, measured on people it was not fitted on. */
export type HeadCalibration = Pick<Calibration, 'source' | 'impostorPairs' | 'genuinePairs'> & {
  /** False match rate at or above `logit`, ascending in the rate. */
  readonly curve: readonly { readonly logit: number; readonly fmr: number }[];
  readonly verify: { readonly logit: number; readonly fmr: number };
};

/**
 * A network whose inner values say what a picture shows and in which style: fully convolutional up to its layers, at any
 * size. One input, [1, 3, H, W]; the size in the manifest is nominal.
 */
export type ExtractorEntry = Common & {
  readonly kind: 'extractor';
  /** Values of the graph, by name, that may be content or style layers. */
  readonly layers: readonly { readonly name: string; readonly channels: number }[];
  readonly feed: Feed;
  /** Max pools are replaced by average pools when it is opened. */
  readonly averagePools?: boolean;
  /**
   * What each channel of a layer is multiplied by, so that all of them count alike: rounded numbers, measured once;
   * layers without are taken as they are. `px1`, `px2` and `px4` are 3 x 3 patches (27 values, RGB-major) of the
   * picture averaged by 1, 2 and 4.
   */
  readonly scales?: Scales;
};

export type Scales = Readonly<Record<string, readonly number[]>>;

/** How RGB of 0..1 becomes the input: padded, then (pixel * range - mean) / std, per channel in the order fed. */
export type Feed = {
  readonly order: 'rgb' | 'bgr';
  readonly range: 1 | 255;
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
  /** Pixels on each side, so that the zeros in convolutions' pads lie outside the picture. */
  readonly pad: number;
  readonly padMode: 'reflect' | 'edge';
};

/** What distances mean for this encoder: measured once, committed as rounded numbers. Squared L2 of unit vectors, 0..4. */
export type Calibration = {
  /** The data and the command it was measured with, and where it may be wrong. */
  readonly source: string;
  /** How far rates were off on other people: a sentence each, and the command that printed it. */
  readonly elsewhere?: readonly {
    readonly people: string;
    readonly finding: string;
    readonly command: string;
  }[];
  readonly impostorPairs: number;
  readonly genuinePairs: number;
  /** False match rate at or below `distance`, ascending in both. */
  readonly curve: readonly { readonly distance: number; readonly fmr: number }[];
  /** probability(same | prior 0.5) = 1 / (1 + exp(slope * distance + intercept)). Platt 1999. */
  readonly platt: { readonly slope: number; readonly intercept: number };
  /** Default 1:1 threshold and default 1:N threshold. */
  readonly verify: { readonly threshold: number; readonly fmr: number };
  readonly recognize: { readonly threshold: number; readonly basis: string };
  /**
   * A search among N subjects with m faces each is as many chances of a false alarm as N * m^`facesExponent` comparisons
   * of two faces: `command` printed it. Without it N, as if every subject had one face.
   */
  readonly gallery?: { readonly facesExponent: number; readonly command: string };
};

export type Score = {
  readonly set: string;
  readonly command: string;
  readonly values: Readonly<Record<string, number | null>>;
};
