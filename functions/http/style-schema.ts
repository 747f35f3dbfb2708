// What a request for a style may hold, in zod, and how it becomes what the core asks for.
import { z } from '@hono/zod-openapi';
import { PICTURE_FORMATS } from '../core/jobs/picture-result.ts';
import { said } from '../core/said.ts';
import type { StyleInputs } from '../core/style/pictures.ts';
import type { StyleRequest } from '../core/style/presets.ts';
import {
  AUTO,
  COSTS,
  forkRequest,
  LEVELS,
  optimiserRequest,
  SIZE_OR_LEVELS,
  sizeOrLevels,
} from './job-schema.ts';
import { File, Image } from './schema.ts';

export const STYLE_OPTIONS = {
  preset: z.enum(['likeness', 'gatys', 'course', 'neural-style']).optional(),
  extractor: z.string().min(1).max(128).optional(),
  ...LEVELS,
  ...COSTS,
  pixel_layers: z
    .strictObject({ px1: z.number().optional(), px2: z.number().optional(), px4: z.number().optional() })
    .optional(),
  normalisation: z.enum(['relative', 'gatys', 'course', 'neural-style']).optional(),
  tv: z.number().optional(),
  range: z.number().optional(),
  strength: z.number().nullable().optional().openapi({
    description: 'In place of beta: 0 is the content, 1 the style alone, 0.5 the default balance.',
  }),
  style_scale: z.number().optional(),
  initial: z.enum(['noise', 'content', 'given']).optional(),
  preserve_colour: z.enum(['none', 'luminance', 'histogram']).optional(),
};

const StyleOptionsRequest = z
  .strictObject(STYLE_OPTIONS)
  .refine(sizeOrLevels, SIZE_OR_LEVELS)
  .openapi('StyleOptions');

type OptionFields = z.output<typeof StyleOptionsRequest>;

/** What is not said stays unsaid: the preset, or the job that is forked, decides. */
export function styleRequest(fields: OptionFields): StyleRequest & { readonly size?: number } {
  const { pixel_layers, style_scale, preserve_colour, optimiser, ...same } = fields;
  const renamed = {
    ...same,
    pixelLayers: pixel_layers,
    styleScale: style_scale,
    preserveColour: preserve_colour,
    optimiser: optimiserRequest(optimiser),
  };
  return said(renamed);
}

export const MOST_STYLES = 8;

export const files = (least: number) =>
  z.union([File, z.array(File).min(least).max(MOST_STYLES)], {
    error: ({ input }) =>
      Array.isArray(input) && (input.length < least || input.length > MOST_STYLES)
        ? `${input.length} files, wants ${least} to ${MOST_STYLES}`
        : 'files, or base64 in JSON, are wanted',
  });

/** One style and its siblings in a form, or a list of styles with their weights and masks in JSON. */
const pictures = {
  content: File.optional(),
  style: files(1).optional(),
  weight: z.array(z.number().min(0)).max(MOST_STYLES).optional(),
  mask: files(0).optional(),
  styles: z
    .array(z.strictObject({ image: Image, weight: z.number().min(0).default(1), mask: Image.optional() }))
    .min(1)
    .max(MOST_STYLES)
    .optional(),
  initial: File.optional(),
};

export const NewStyleRequest = newRequest(StyleOptionsRequest.default({}));

/** Pictures or clips, and the options that go with them. */
export function newRequest<Options extends z.ZodType>(options: Options) {
  return z
    .strictObject({
      ...pictures,
      options,
      auto: AUTO,
    })
    .transform(({ style, weight, mask, styles, ...rest }, context) => {
      const wanted = styles ?? fromParts(listed(style), weight ?? [], listed(mask));
      if (styles && (style !== undefined || weight || mask !== undefined))
        context.addIssue('styles excludes style, weight and mask beside it');
      if (typeof wanted === 'string') context.addIssue(wanted);
      return { ...rest, styles: typeof wanted === 'string' ? [] : wanted };
    });
}

type Style = { readonly image: Uint8Array; readonly weight: number; readonly mask?: Uint8Array };

/** The n-th weight and the n-th mask are those of the n-th style; as many, or none. */
function fromParts(
  styles: readonly Uint8Array[],
  weights: readonly number[],
  masks: readonly Uint8Array[],
): Style[] | string {
  if (styles.length === 0) return 'style is missing, or styles';
  for (const [name, list] of Object.entries({ weight: weights, mask: masks })) {
    if (list.length > 0 && list.length !== styles.length)
      return `${list.length} of ${name} for ${styles.length} styles: as many are wanted, or none`;
  }
  return styles.map((image, i) => ({ image, weight: weights[i] ?? 1, mask: masks[i] }));
}

/** The pictures of a request, decoded one after the other: each may be large. */
export async function styleInputs(
  fields: z.output<typeof NewStyleRequest>,
  decode: (bytes: Uint8Array) => Promise<NonNullable<StyleInputs['content']>>,
): Promise<StyleInputs> {
  const maybe = async (bytes: Uint8Array | undefined) => bytes && decode(bytes);
  const content = await maybe(fields.content);
  const styles: StyleInputs['styles'][number][] = [];
  for (const { image, weight, mask } of fields.styles)
    styles.push({ picture: await decode(image), weight, mask: await maybe(mask) });
  return { content, styles, initial: await maybe(fields.initial) };
}

export const StepRequest = z
  .strictObject({
    from: z.number().int().min(0).openapi({ description: "The job's `iteration` as last seen." }),
    iterations: z.number().int().min(1).optional(),
    budget_ms: z.number().min(1).optional(),
  })
  .refine(({ iterations, budget_ms }) => (iterations === undefined) !== (budget_ms === undefined), {
    message: 'either iterations or budget_ms is wanted',
    path: ['iterations'],
  });

export const ForkRequest = forkRequest(StyleOptionsRequest.default({}));

export const LossesQuery = z.strictObject({
  from: z.coerce.number().int().min(0).default(0).openapi({ description: 'Entries before it are left out.' }),
  limit: z.coerce.number().int().min(1).max(1000).default(1000),
});

export const ImageQuery = z.strictObject({ format: z.enum(PICTURE_FORMATS).optional() });

export const StylePath = z.object({ style: z.string().min(1).max(128) });

export function listed<T>(value: T | readonly T[] | undefined): readonly T[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value as T];
}
