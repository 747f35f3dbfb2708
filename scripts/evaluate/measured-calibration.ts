// The calibration block of an encoder, from embeddings of pictures whose people are known.
import { squaredDistance } from '../../functions/core/faces/verify.ts';
import type { Calibration } from '../../functions/core/manifest.ts';
import { type Domain, falseMatchCurve, fitPlatt, rounded, thresholdAt } from './calibration.ts';
import { type Embeddings, vectorOf } from './embeddings.ts';
import { dirAt, openSetOf, thresholdAtFpir } from './identification.ts';
import { mean } from './metrics.ts';
import type { Person, Split } from './people.ts';
import { runTrial } from './trial.ts';

/** At which error rates the default thresholds lie. */
export type Rates = { readonly verifyFmr: number; readonly recognizeFpir: number };

export type Sampled = { readonly domain: Domain; readonly peoplePairs: number };

/** At every rate the strictest of the domains decides; `splits` of one of them set the 1:N threshold. */
export async function calibrationOf(
  sampled: readonly Sampled[],
  splits: readonly Split[],
  embeddings: Embeddings,
  options: Rates & { readonly source: string; readonly encoder: string; readonly enrol: number },
): Promise<Calibration> {
  const domains = sampled.map(({ domain }) => domain);
  const impostorPairs = sampled.reduce((sum, { peoplePairs }) => sum + peoplePairs, 0);
  const sets = [];
  for (const split of splits) sets.push(openSetOf(await runTrial(split, embeddings, options.encoder)));
  const recognize = rounded(mean(sets.map((set) => thresholdAtFpir(set, options.recognizeFpir))));
  const dir = mean(sets.map((set) => dirAt(set, recognize)));
  const { slope, intercept } = fitPlatt(domains);
  return {
    source: options.source,
    impostorPairs,
    genuinePairs: domains.reduce((sum, { genuine }) => sum + genuine.length, 0),
    curve: falseMatchCurve(domains, impostorPairs).map(({ distance, fmr }) => ({
      distance: rounded(distance),
      fmr,
    })),
    platt: { slope: Number(slope.toPrecision(4)), intercept: Number(intercept.toPrecision(4)) },
    verify: { threshold: rounded(thresholdAt(domains, options.verifyFmr)), fmr: options.verifyFmr },
    recognize: {
      threshold: recognize,
      basis: `FPIR ${options.recognizeFpir}, DIR ${dir.toFixed(3)}: ${splits[0].enrolled.length} people enrolled with ${options.enrol} pictures each, as many unknown`,
    },
  };
}

/** Every two pictures of one person, and of two people. */
export function domainOf(name: string, people: readonly Person[], embeddings: Embeddings): Sampled {
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
