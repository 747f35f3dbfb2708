// `evaluate calibrate`: the calibration block of an encoder, from a list of pairs and a folder of harder pictures.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { squaredDistance } from '../../functions/core/faces/verify.ts';
import type { Calibration } from '../../functions/core/manifest.ts';
import { calibrationFor } from '../open-faces.ts';
import { type Domain, falseMatchCurve, fitPlatt, fmrIn, rounded, thresholdAt } from './calibration.ts';
import { type Embeddings, embedAll, vectorOf } from './embeddings.ts';
import { dirAt, openSetOf, thresholdAtFpir } from './identification.ts';
import { chosenPeople, type IdentifyOptions, seedsOf } from './identify.ts';
import { updateEncoder } from './manifest-file.ts';
import { countAtOrBelow, mean } from './metrics.ts';
import type { PairsOptions } from './pairs.ts';
import { type ListedPair, parsePairs } from './pairs-file.ts';
import { type Person, splitOf } from './people.ts';
import type { Result } from './result.ts';
import { runTrial } from './trial.ts';

export type CalibrateOptions = PairsOptions &
  IdentifyOptions & {
    readonly source: string;
    readonly verifyFmr: number;
    readonly recognizeFpir: number;
    readonly write?: boolean;
  };

export async function calibrate(options: CalibrateOptions): Promise<Result> {
  await calibrationFor(options);
  const listed = parsePairs(await readFile(options.pairs, 'utf8')).map((pair) => ({
    ...pair,
    a: path.resolve(options.images, pair.a),
    b: path.resolve(options.images, pair.b),
  }));
  const people = await chosenPeople(options);
  const splits = seedsOf(options).map((seed) => splitOf(people, options.enrol, seed));
  const files = [...listed.flatMap(({ a, b }) => [a, b]), ...people.flatMap(({ pictures }) => pictures)];
  const embeddings = await embedAll(files, options);

  const list = listDomain(listed, embeddings);
  const folder = domainOf(path.basename(options.people), people, embeddings);
  const domains = [list.domain, folder.domain];
  const sets = [];
  for (const split of splits) sets.push(openSetOf(await runTrial(split, embeddings, options.encoder)));
  const impostorPairs = list.peoplePairs + folder.peoplePairs;
  const verify = rounded(thresholdAt(domains, options.verifyFmr));
  const recognize = rounded(mean(sets.map((set) => thresholdAtFpir(set, options.recognizeFpir))));
  const dir = mean(sets.map((set) => dirAt(set, recognize)));
  const { slope, intercept } = fitPlatt(domains);
  const calibration: Calibration = {
    source: options.source,
    impostorPairs,
    genuinePairs: domains.reduce((sum, { genuine }) => sum + genuine.length, 0),
    curve: falseMatchCurve(domains, impostorPairs).map(({ distance, fmr }) => ({
      distance: rounded(distance),
      fmr,
    })),
    platt: { slope: Number(slope.toPrecision(4)), intercept: Number(intercept.toPrecision(4)) },
    verify: { threshold: verify, fmr: options.verifyFmr },
    recognize: {
      threshold: recognize,
      basis: `FPIR ${options.recognizeFpir}, DIR ${dir.toFixed(3)}: ${splits[0].enrolled.length} people enrolled with ${options.enrol} pictures each, as many unknown`,
    },
  };
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

type Sampled = { readonly domain: Domain; readonly peoplePairs: number };

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

/** Every two pictures of one person, and of two people. */
function domainOf(name: string, people: readonly Person[], embeddings: Embeddings): Sampled {
  const faces = people.flatMap(({ pictures }, person) =>
    pictures.flatMap((file) => {
      const vector = vectorOf(embeddings, file);
      return vector === null ? [] : [{ person, vector }];
    }),
  );
  const genuine: number[] = [];
  const impostor: number[] = [];
  for (const [i, a] of faces.entries()) {
    for (let j = 0; j < i; j++) {
      (a.person === faces[j].person ? genuine : impostor).push(squaredDistance(a.vector, faces[j].vector));
    }
  }
  return {
    domain: {
      name,
      genuine: Float64Array.from(genuine).sort(),
      impostor: Float64Array.from(impostor).sort(),
    },
    peoplePairs: (people.length * (people.length - 1)) / 2,
  };
}
