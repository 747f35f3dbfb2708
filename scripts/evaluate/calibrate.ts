// `evaluate calibrate`: the calibration block of an encoder, from a list of pairs and a folder of harder pictures.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { squaredDistance } from '../../functions/core/faces/verify.ts';
import { calibrationFor } from '../open-faces.ts';
import { fmrIn, thresholdAt } from './calibration.ts';
import { type Embeddings, embedAll, vectorOf } from './embeddings.ts';
import { chosenPeople, type IdentifyOptions, seedsOf } from './identify.ts';
import { updateEncoder } from './manifest-file.ts';
import { calibrationOf, domainOf, type Rates, type Sampled } from './measured-calibration.ts';
import { countAtOrBelow } from './metrics.ts';
import type { PairsOptions } from './pairs.ts';
import { type ListedPair, parsePairs } from './pairs-file.ts';
import { splitOf } from './people.ts';
import type { Result } from './result.ts';

export type CalibrateOptions = Partial<Pick<PairsOptions, 'images' | 'pairs'>> &
  IdentifyOptions &
  Rates & {
    readonly source: string;
    readonly write?: boolean;
  };

export async function calibrate(options: CalibrateOptions): Promise<Result> {
  await calibrationFor(options);
  const listed = await listedPairs(options);
  const people = await chosenPeople(options);
  const splits = seedsOf(options).map((seed) => splitOf(people, options.enrol, seed));
  const files = [...listed.flatMap(({ a, b }) => [a, b]), ...people.flatMap(({ pictures }) => pictures)];
  const embeddings = await embedAll(files, options);

  const folder = domainOf(path.basename(options.people), people, embeddings);
  const sampled = listed.length === 0 ? [folder] : [listDomain(listed, embeddings), folder];
  const domains = sampled.map(({ domain }) => domain);
  const calibration = await calibrationOf(sampled, splits, embeddings, options);
  const verify = calibration.verify.threshold;
  if (options.write) {
    await updateEncoder(options.encoder, ({ calibration: { gallery } }) => ({
      calibration: gallery ? { ...calibration, gallery } : calibration,
    }));
  }
  return {
    values: {
      encoder: options.encoder,
      calibration,
      domains: domains.map((domain) => ({
        name: domain.name,
        genuine: domain.genuine.length,
        impostor: domain.impostor.length,
        fmr_at_verify: fmrIn(domain, verify),
        tar_at_verify: countAtOrBelow(domain.genuine, verify) / domain.genuine.length,
        'distance_at_1e-3': thresholdAt([domain], 1e-3),
      })),
    },
    chart: null,
  };
}

/** None without a list. @throws Error when the folder or the list is given alone. */
async function listedPairs({ images, pairs }: CalibrateOptions): Promise<ListedPair[]> {
  if (images === undefined && pairs === undefined) return [];
  if (images === undefined || pairs === undefined) throw new Error('--images and --pairs belong together.');
  return parsePairs(await readFile(pairs, 'utf8')).map((pair) => ({
    ...pair,
    a: path.resolve(images, pair.a),
    b: path.resolve(images, pair.b),
  }));
}

/** The listed genuine pairs, and every two pictures of different folders as impostors. */
function listDomain(listed: readonly ListedPair[], embeddings: Embeddings): Sampled {
  const folders = new Map<string, Set<string>>();
  for (const file of listed.flatMap(({ a, b }) => [a, b])) {
    const name = path.dirname(file);
    folders.set(name, (folders.get(name) ?? new Set()).add(file));
  }
  const people = [...folders].map(([name, files]) => ({ name, pictures: [...files] }));
  const { domain, peoplePairs } = domainOf('list', people, embeddings);
  const genuine = listed.flatMap(({ a, b, same }) => {
    const [va, vb] = [vectorOf(embeddings, a), vectorOf(embeddings, b)];
    return same && va && vb ? [squaredDistance(va, vb)] : [];
  });
  return { domain: { ...domain, genuine: Float64Array.from(genuine).sort() }, peoplePairs };
}
