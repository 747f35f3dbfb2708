// `strength`: how much style, as one number that means the same in every formula and at every size.
import type { StyleOptions } from './options.ts';

/**
 * The odds of style against content at strength 0.5: those of the default preset, beta 20 on eight layers of lambda 1
 * against alpha 1 on one.
 */
const RATIO = 160;

/**
 * alpha and beta as the total uses them. Without `strength` they are the options' own. With it, beta makes
 *
 *   beta * sum lambda_l E_l(0)  =  160 * strength / (1 - strength) * alpha * sum w_l C_l(0)
 *
 * where C_l(0) and E_l(0) are what the layers cost where all features and statistics are 0, that is the energies of
 * the targets in the units of the formula. They are measured at the size at hand, so the balance of 128 px is that of
 * 1024 px also where a raw cost grows with the number of pixels: under Gatys' formula a fixed beta loses a factor of 69
 * between the two (costs at the start from noise, one pair of pictures), a fixed strength 1.3. In the default preset beta is
 * 20 * strength / (1 - strength): 0.25 gives 6.7, which keeps the photo. 0 is beta 0; 1 is alpha 0.
 */
export function balance(
  { alpha, beta, strength }: Pick<StyleOptions, 'alpha' | 'beta' | 'strength'>,
  energies: { readonly content: number; readonly style: number },
): { readonly alpha: number; readonly beta: number } {
  if (strength === null) return { alpha, beta };
  if (strength === 1) return { alpha: 0, beta };
  if (energies.content === 0 || energies.style === 0) return { alpha, beta };
  return { alpha, beta: ((RATIO * strength) / (1 - strength)) * alpha * (energies.content / energies.style) };
}
