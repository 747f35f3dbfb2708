// What a request for a clip in the style of others may hold, in zod, and how it becomes what the core asks for.
import { z } from '@hono/zod-openapi';
import { clipFormatOf } from '../core/clip/clip.ts';
import type { ClipInputs } from '../core/clip/inputs.ts';
import { type ClipRequest, STEADY } from '../core/clip/options.ts';
import { Fault } from '../core/fault.ts';
import type { Images } from '../core/ports.ts';
import { said } from '../core/said.ts';
import { forkRequest, SIZE_OR_LEVELS, sizeOrLevels } from './job-schema.ts';
import { newRequest, STYLE_OPTIONS, styleRequest } from './style-schema.ts';
import { holds } from './told-apart.ts';

const ClipOptionsRequest = z
  .strictObject({
    ...STYLE_OPTIONS,
    temporal: z
      .number()
      .optional()
      .openapi({
        description: `Weight of differences of neighbouring frames where the content is still; 0 is each frame by itself. Default: ${STEADY.temporal}.`,
      }),
    stillness: z
      .number()
      .optional()
      .openapi({
        description: `By how much of 0..1 a pixel of the content may change and still counts as still. Default: ${STEADY.stillness}.`,
      }),
  })
  .refine(sizeOrLevels, SIZE_OR_LEVELS)
  .openapi('ClipOptions');

export const NewClipRequest = newRequest(ClipOptionsRequest.default({}));

export const ClipForkRequest = forkRequest(ClipOptionsRequest.default({}));

/** What is not said stays unsaid: the preset, or the job that is forked, decides. */
export function clipRequest({
  temporal,
  stillness,
  ...fields
}: z.output<typeof ClipOptionsRequest>): ClipRequest & { readonly size?: number } {
  return { ...styleRequest(fields), ...said({ temporal, stillness }) };
}

export function holdsClip(fields: Readonly<Record<string, unknown>>): boolean {
  return holds(fields, (bytes) => clipFormatOf(bytes) !== undefined);
}

/** Files decoded one after the other: each may be large. A still picture is one frame. */
export async function clipInputs(
  { content, styles, initial }: z.output<typeof NewClipRequest>,
  { decode, decodeClip }: Pick<Images, 'decode' | 'decodeClip'>,
): Promise<ClipInputs> {
  if (!content)
    throw new Fault(
      'request_invalid',
      'A clip wants a content: all frames of a texture would be the same. Send one picture of the style for a texture.',
      { errors: [{ in: 'body', pointer: '/content', message: 'wanted beside a clip' }] },
    );
  const read = async (bytes: Uint8Array) =>
    clipFormatOf(bytes) ? decodeClip(bytes) : { frames: [(await decode(bytes)).picture], delays: [0] };
  const { frames, delays } = await read(content);
  const own: ClipInputs['styles'][number][] = [];
  for (const { image, weight, mask } of styles)
    own.push({
      frames: (await read(image)).frames,
      weight,
      mask: mask && (await decode(mask)).picture,
    });
  return { content: frames, delays, styles: own, initial: initial && (await read(initial)).frames };
}
