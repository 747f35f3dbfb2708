// The patches of a small network on pictures made of numbers, on whichever platform runs this.
import { createLook } from '../functions/core/insight/look.ts';
import { networksOf } from '../functions/core/insight/networks.ts';
import type { Patches } from '../functions/core/insight/patches.ts';
import type { Images, Runtime } from '../functions/core/ports.ts';
import { NO_MODELS, withSpots } from './fakes/networks.ts';
import { picture, sha256 } from './fakes/styles.ts';

export async function spotsPatches(platform: {
  readonly runtime: Runtime;
  readonly images: Images;
}): Promise<Patches> {
  const networks = networksOf(withSpots(NO_MODELS));
  const look = createLook({ ...platform, networks, detect: async () => [] });
  const pictures = [picture(48, 36), picture(33, 64, 2), picture(80, 40, 3)].map(async (each) => {
    const bytes = await platform.images.encode(each, 'png');
    return { sha256: await sha256(bytes), bytes };
  });
  return look.patches({
    network: 'spots',
    layer: 'second',
    pictures: await Promise.all(pictures),
    merge: [],
    size: 64,
  });
}
