// What a request about a network may hold, in zod.
import { z } from '@hono/zod-openapi';
import { Fault } from '../core/fault.ts';
import { NINE } from '../core/insight/patches.ts';
import { parseJson } from './json.ts';
import { PatchesAnswer } from './network-answers.ts';
import { File, Image } from './schema.ts';

const Network = z.string().min(1).max(128).openapi({
  description: 'The id of a network, as /v1/networks lists them.',
  example: 'inception-v3-mixed2',
});

const LayerName = z
  .string()
  .min(1)
  .max(256)
  .openapi({ description: 'Percent-encoded where it holds a slash.', example: 'activation_5' });

export const NetworkPath = z.object({ network: Network });
export const LayerPath = z.object({ network: Network, layer: LayerName });

/** More than any layer has, and than any call shows; the layer itself says how many there are. */
const MOST_UNIT = 65_535;
const MOST_IN_RANGE = 4096;

/** `0,3,16-31`, or a list. */
const Units = z
  .union([z.string().max(1024), z.array(z.number())])
  .transform((value, context): number[] => {
    const numbers = typeof value === 'string' ? value.split(',').flatMap(range) : value;
    if (
      numbers.length > 0 &&
      numbers.every((unit) => Number.isInteger(unit) && unit >= 0 && unit <= MOST_UNIT)
    )
      return numbers;
    context.addIssue('units are numbers from 0, as 0,3,16-31 or as a list');
    return z.NEVER;
  })
  .openapi({
    type: 'string',
    description: 'Which units: `0,3,16-31`, in JSON also a list. Without it the first ones.',
    example: '0,3,16-31',
  });

function range(text: string): number[] {
  const [, from, , to] = /^\s*(\d{1,5})\s*(-\s*(\d{1,5})\s*)?$/.exec(text) ?? [];
  if (from === undefined) return [Number.NaN];
  const [first, last] = [Number(from), Number(to ?? from)];
  return last < first || last - first >= MOST_IN_RANGE
    ? [Number.NaN]
    : Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** What an answer comes as; else as Accept says. */
const As = z
  .enum(['json', 'png', 'jpeg', 'webp'])
  .optional()
  .openapi({ description: 'What the answer comes as, whatever Accept says.' });

const Size = z.number().int().min(32).optional().openapi({
  description: 'Longer side, in pixels, at which a network that takes any size sees a picture. Default 256.',
});

const Align = z.boolean().optional().openapi({
  description:
    'Encoders and landmarks: cut the largest face as the service does; false: the picture is the crop. Default true.',
});

const Merge = z.preprocess((value, context) => {
  const file = (value as { image?: unknown } | null)?.image;
  if (!(file instanceof Uint8Array)) return value;
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(file));
  } catch (error) {
    context.addIssue(error instanceof Fault ? error.message : 'the file is not JSON');
    return z.NEVER;
  }
}, PatchesAnswer);

export const PatchesRequest = z.strictObject({
  image: File.optional(),
  images: z.array(File).min(1).optional(),
  merge: z.array(Merge).default([]).openapi({
    description: 'Earlier answers; in multipart, files of JSON. The answer is that of all pictures.',
  }),
  units: Units.optional(),
  size: Size,
  align: Align,
  apiece: z
    .number()
    .int()
    .min(1)
    .max(NINE)
    .optional()
    .openapi({ description: 'The most patches of one picture for a unit. Default 9.' }),
  cell: z.number().int().min(8).max(512).optional().openapi({
    description: "Longer side of a patch's image at most, pixels. Default 96.",
  }),
  as: As,
});

export const ActivationsRequest = z.strictObject({
  image: Image,
  units: Units.optional(),
  size: Size,
  align: Align,
  as: As,
});

export const FiltersQuery = z.strictObject({
  units: Units.optional(),
  as: z.enum(['png', 'jpeg', 'webp']).optional(),
});
