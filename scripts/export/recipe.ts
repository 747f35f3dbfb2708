// What one export is: how its graph is made, and what the manifest says of it that the graph cannot.
import type { Graph } from '../../functions/core/graph/graph.ts';
import type { Calibration, Crop, ExtractorEntry, HeadEntry } from '../../functions/core/manifest.ts';

export type Recipe = {
  readonly id: string;
  readonly preprocessing: string;
  readonly licence: string;
  /** The kind's own fields of the manifest entry. */
  readonly fields:
    | { readonly kind: 'detector'; readonly width: number; readonly height: number }
    | { readonly kind: 'landmarks' }
    | { readonly kind: 'encoder'; readonly dimensions: number; readonly crop: Crop }
    | Pick<HeadEntry, 'kind' | 'encoder' | 'features' | 'weights' | 'calibration' | 'scores'>
    | Pick<ExtractorEntry, 'kind' | 'layers' | 'feed' | 'averagePools'>;
  /** Until a measured one is in the manifest. */
  readonly calibration?: Calibration;
  readonly build: () => Built;
};

export type Built = { readonly graph: Graph; readonly source: string };
