// Everything a clip's style transfer is told: what a picture's is, and how its frames are held together.
import { refuse, within } from '../jobs/option-checks.ts';
import type { Steadiness } from '../style/frames.ts';
import type { StyleOptions } from '../style/options.ts';
import { type StyleRequest, styleOptions } from '../style/presets.ts';

export type ClipOptions = StyleOptions & Steadiness;

export type ClipRequest = StyleRequest & Partial<Steadiness>;

export const STEADY: Steadiness = { temporal: 100, stillness: 0.05 };

/** @throws Fault request_invalid with the option and the number. */
export function clipOptions({
  temporal = STEADY.temporal,
  stillness = STEADY.stillness,
  ...request
}: ClipRequest = {}): ClipOptions {
  within('temporal', temporal, 0, Number.MAX_VALUE);
  within('stillness', stillness, 0, 1);
  if (stillness === 0) refuse('stillness', 'is 0, wants a number above 0', { value: 0 });
  return { ...styleOptions(request), temporal, stillness };
}
