// Which errors a call may answer: a short list beside its route, and what every call has in common in one table here.
import { z } from '@hono/zod-openapi';
import type { FaultCode } from '../core/fault.ts';
import { bringsWork } from './admit.ts';
import { INTERNAL_ERROR, problems } from './problem.ts';

export type Code = FaultCode | 'internal_error';

/** Every code with its status and title: the closed list. */
export const CODES = { ...problems, internal_error: INTERNAL_ERROR } as Readonly<
  Record<Code, { readonly status: number; readonly title: string }>
>;

export const PICTURE_CODES = [
  'picture_empty',
  'picture_type_unsupported',
  'picture_too_large',
  'picture_broken',
  'picture_url_refused',
  'picture_unreachable',
] as const;
export const FACE_CODES = [...PICTURE_CODES, 'no_face', 'multiple_faces'] as const;
export const SIGNAL_CODES = [
  'sound_type_unsupported',
  'sound_broken',
  'volume_type_unsupported',
  'volume_too_large',
  'volume_broken',
] as const;
/** Of whoever runs a model as it is. */
export const MODEL_CODES = ['model_missing', 'model_invalid', 'runtime_failed'] as const;
/** Of whoever reads a model as a graph. */
export const GRAPH_CODES = ['model_missing', 'model_invalid', 'graph_invalid'] as const;

/** What is to be known of an operation to tell what it has in common with others. */
export type Asked = {
  readonly method: string;
  readonly needsKey: boolean;
  readonly needsScope: boolean;
  readonly readsBody: boolean;
  readonly readsAddress: boolean;
  /** A POST that makes something, which takes an idempotency key. */
  readonly creates: boolean;
};

/** What the middleware and the reading of requests may answer, whatever the call. */
const COMMON: readonly { readonly codes: readonly Code[]; readonly of: (asked: Asked) => boolean }[] = [
  { codes: ['request_malformed', 'origin_refused', 'internal_error'], of: () => true },
  { codes: ['unauthorized', 'rate_limited', 'store_failed'], of: ({ needsKey }) => needsKey }, // keys are in a store
  { codes: ['scope_missing'], of: ({ needsScope }) => needsScope },
  { codes: ['body_too_large'], of: ({ method }) => method !== 'get' },
  { codes: ['overloaded'], of: ({ method }) => bringsWork(method) },
  { codes: ['media_type_unsupported'], of: ({ readsBody }) => readsBody },
  { codes: ['request_invalid'], of: ({ readsBody, readsAddress }) => readsBody || readsAddress },
  {
    codes: ['idempotency_key_reused', 'idempotency_running', 'store_failed'],
    of: ({ creates }) => creates,
  },
];

export function commonCodes(asked: Asked): readonly Code[] {
  return COMMON.filter(({ of }) => of(asked)).flatMap(({ codes }) => codes);
}

const Problem = z
  .looseObject({
    type: z.string().openapi({ description: 'urn:likeness:problem: and the code.' }),
    title: z.string(),
    status: z.number(),
    detail: z
      .string()
      .optional()
      .openapi({ description: 'What happened, with the numbers; none from 500 on.' }),
    instance: z.string().openapi({ description: 'The request id.' }),
    code: z
      .enum(Object.keys(CODES) as [Code, ...Code[]])
      .openapi({ description: 'Stable; a program decides by it.', example: 'no_face' }),
    errors: z
      .array(z.looseObject({ in: z.string(), pointer: z.string(), message: z.string() }))
      .optional()
      .openapi({
        description: 'Of request_invalid: where, as a JSON pointer (RFC 6901), and what is wanted.',
      }),
  })
  .openapi('Problem', { description: 'RFC 9457; the facts of the error are further members.' });

/** Under this name a route's list travels to the document, where document.ts spreads it over the statuses. */
export const CODES_KEY = 'x-codes';

/**
 * For `default` among a route's answers: the codes it may answer beyond what all calls have in common.
 * `default: fails('gallery_not_found', 'store_failed')`
 */
export function fails(...codes: FaultCode[]) {
  return {
    description: 'An error: code says which.',
    content: { 'application/problem+json': { schema: Problem } },
    [CODES_KEY]: codes,
  } as const;
}
