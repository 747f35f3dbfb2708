// Looking into networks behind one door: requests with what they leave out, within the limits, one after the other.
import type { Detect } from '../faces/engine.ts';
import { Fault } from '../fault.ts';
import type { Deps } from '../ports.ts';
import type { InTurn } from '../turns.ts';
import { type Activations, activate } from './activations.ts';
import { type ExciteTools, excite, type PictureFile } from './excite.ts';
import { filterBlocks } from './filters.ts';
import { chosenUnits, DEFAULT_LIMITS, type InsightLimits, refused, refuseMore } from './limits.ts';
import type { Networks } from './networks.ts';
import { mergePatches, NINE, type Patches, type PatchSettings } from './patches.ts';
import type { Block } from './sheet.ts';

/** What a request may leave out. */
type Asked<T> = { readonly [K in keyof T]?: T[K] | undefined };

type Which = {
  readonly network: string;
  readonly layer: string;
  /** None: the first ones. */
  readonly units?: readonly number[];
};

export type PatchesRequest = Which &
  Asked<PatchSettings> & {
    readonly pictures: readonly PictureFile[];
    /** Earlier answers, whose units and settings are taken where none are given. */
    readonly merge: readonly Patches[];
  };

export type Look = {
  readonly limits: InsightLimits;
  patches(request: PatchesRequest): Promise<Patches>;
  activations(
    request: Which & Asked<Pick<PatchSettings, 'size' | 'align'>> & { readonly picture: PictureFile },
  ): Promise<{ readonly activations: Activations; readonly blocks: readonly Block[] }>;
  filters(which: Which): Promise<readonly Block[]>;
};

export type LookTools = Pick<Deps, 'runtime' | 'images' | 'inTurn'> & {
  readonly networks: Networks;
  readonly detect: Detect;
  readonly insight?: {
    readonly limits: InsightLimits;
    /** Bounds how many calls run a network at once. */
    readonly inTurn?: InTurn;
  };
};

const DEFAULTS: PatchSettings = { size: 256, align: true, apiece: NINE, cell: 96 };

/** Units whose patches or maps are shown when nobody chose. */
const USUAL = { patches: 16, maps: 64 };

/** All throw Fault network_not_found, layer_not_found, request_invalid with the limit; network_busy. */
export function createLook(tools: LookTools): Look {
  const { networks, insight } = tools;
  const limits = insight?.limits ?? DEFAULT_LIMITS;
  const inTurn = insight?.inTurn ?? tools.inTurn ?? ((work) => work());
  const parts: ExciteTools = tools;

  function seen(size = Math.min(DEFAULTS.size, limits.maxSize)): number {
    if (size > limits.maxSize)
      throw refused('/size', `A size of ${size} pixels; at most ${limits.maxSize} are looked at`, {
        most: limits.maxSize,
      });
    return size;
  }

  return {
    limits,

    async patches({ network, layer, pictures, merge, ...asked }) {
      refuseMore('pictures', pictures.length, limits.maxPictures);
      const [first] = merge;
      if (pictures.length === 0 && !first) throw refused('/image', 'image is missing, or images, or merge');
      const known = await networks.layer(network, layer);
      const before = first?.units.map(({ unit }) => unit);
      const usual = { usual: USUAL.patches, most: limits.maxUnits };
      const units = chosenUnits(known, asked.units ?? before, usual);
      const settings: PatchSettings = {
        size: seen(asked.size ?? first?.size),
        align: asked.align ?? first?.align ?? DEFAULTS.align,
        apiece: asked.apiece ?? first?.apiece ?? DEFAULTS.apiece,
        cell: asked.cell ?? first?.cell ?? DEFAULTS.cell,
      };
      const request = { network, layer, units, pictures, ...settings };
      const fresh = await inTurn(() => excite(parts, request));
      return merge.reduce(mergePatches, fresh);
    },

    async activations({ network, layer, picture, ...asked }) {
      const known = await networks.layer(network, layer);
      const units = chosenUnits(known, asked.units, { usual: USUAL.maps, most: limits.maxMaps });
      const size = seen(asked.size);
      const align = asked.align ?? DEFAULTS.align;
      return inTurn(() => activate(parts, { network, layer, units, picture, size, align }));
    },

    async filters({ network, layer, units: asked }) {
      const known = await networks.layer(network, layer);
      const units = chosenUnits(known, asked, { usual: limits.maxMaps, most: limits.maxMaps });
      return filterBlocks(networks, network, layer, units);
    },
  };
}

/** Where nobody may wait. */
export function networkBusy(): Fault {
  return new Fault('network_busy', 'Another call looks into a network here; trying again later is safe.');
}
