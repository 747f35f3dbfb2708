// Errors as RFC 9457 application/problem+json: one row a code, and the one place where a Fault becomes a response.
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type Facts, Fault, type FaultCode } from '../core/fault.ts';
import { errorFields, type Fields } from '../core/log.ts';
import type { Env } from './env.ts';
import { factsAnswer } from './facts.ts';

type Row = {
  readonly status: ContentfulStatusCode;
  readonly title: string;
  /** Of 500 or more: nothing is broken, so the caller is told the numbers and the log is not. */
  readonly expected?: true;
};

/** Forgetting a code does not compile. A row of 500 or more is logged unless it is expected, and its detail is not told. */
export const problems: Readonly<Record<FaultCode, Row>> = {
  request_malformed: { status: 400, title: 'The request cannot be read' },
  request_invalid: { status: 422, title: 'The request is not valid' },
  unauthorized: { status: 401, title: 'A valid API key is needed' },
  rate_limited: { status: 429, title: 'The API key makes too many requests' },
  scope_missing: { status: 403, title: 'The API key may not do this' },
  origin_refused: { status: 403, title: 'Requests of this origin are refused' },
  not_found: { status: 404, title: 'There is nothing at this address' },
  method_not_allowed: { status: 405, title: 'This address does not answer this method' },
  body_too_large: { status: 413, title: 'The body is too large' },
  media_type_unsupported: { status: 415, title: 'The body is of a type that is not read here' },
  idempotency_key_reused: { status: 422, title: 'The idempotency key belongs to another request' },
  idempotency_running: { status: 409, title: 'A request with this idempotency key is under way' },
  picture_empty: { status: 400, title: 'The picture is empty' },
  picture_type_unsupported: { status: 415, title: 'The picture is of a type that is not read here' },
  picture_too_large: { status: 413, title: 'The picture has too many pixels' },
  picture_broken: { status: 422, title: 'The picture cannot be decoded' },
  picture_url_refused: { status: 422, title: 'The URL of a picture is refused' },
  picture_unreachable: { status: 422, title: 'A picture could not be fetched' },
  sound_type_unsupported: { status: 415, title: 'The sound is of a type that is not read here' },
  volume_type_unsupported: { status: 415, title: 'The volume is of a type that is not read here' },
  volume_too_large: { status: 413, title: 'The volume has too many voxels' },
  volume_broken: { status: 422, title: 'The volume cannot be read' },
  sound_broken: { status: 422, title: 'The sound cannot be read' },
  no_face: { status: 422, title: 'No face was found' },
  multiple_faces: { status: 422, title: 'More than one face was found' },
  embedding_invalid: { status: 422, title: 'The embedding is not valid' },
  encoder_mismatch: { status: 409, title: 'The embeddings are of different encoders' },
  search_mismatch: { status: 409, title: 'The gallery is searched elsewhere' },
  search_unsupported: { status: 422, title: 'No gallery can be searched so here' },
  head_missing: { status: 422, title: 'There is no such head' },
  threshold_unsupported: { status: 422, title: 'The calibration does not support this threshold' },
  gallery_not_found: { status: 404, title: 'There is no such gallery' },
  gallery_empty: { status: 409, title: 'The gallery holds no face' },
  gallery_changed: { status: 409, title: 'The gallery was changed meanwhile' },
  gallery_full: { status: 409, title: 'The gallery is full' },
  calibration_missing: { status: 409, title: 'The gallery has no calibration of its own' },
  subject_not_found: { status: 404, title: 'There is no such subject' },
  face_not_found: { status: 404, title: 'There is no such face' },
  nothing_enrolled: { status: 422, title: 'Nothing is enrolled' },
  model_missing: { status: 503, title: 'A model is missing' },
  model_invalid: { status: 500, title: 'A model is not valid' },
  graph_invalid: { status: 500, title: 'A graph is not valid' },
  diverged: { status: 422, title: 'The optimisation diverged' },
  state_invalid: { status: 409, title: 'The state does not fit' },
  runtime_failed: { status: 500, title: 'The runtime failed' },
  network_busy: { status: 503, title: 'A network is being looked into; trying again is safe' },
  network_not_found: { status: 404, title: 'There is no such network' },
  layer_not_found: { status: 404, title: 'The network has no such layer' },
  unit_dead: { status: 422, title: 'No picture changes this unit' },
  layer_unknown: { status: 422, title: 'The network has no such layer' },
  picture_too_small: { status: 422, title: 'The picture is too small' },
  style_not_found: { status: 404, title: 'There is no such style' },
  style_ahead: { status: 409, title: 'The style has not come so far' },
  style_ended: { status: 409, title: 'The style takes no more steps' },
  style_too_large: { status: 422, title: 'The style is too large' },
  style_busy: { status: 503, title: 'A style is being computed; trying again is safe' },
  webhook_not_found: { status: 404, title: 'There is no such webhook' },
  webhook_url_refused: { status: 422, title: 'The URL is not called' },
  webhook_disabled: { status: 409, title: 'The webhook is disabled' },
  webhooks_full: { status: 409, title: 'There are too many webhooks' },
  delivery_not_found: { status: 404, title: 'There is no such delivery' },
  store_failed: { status: 503, title: 'The store failed; trying again is safe' },
  overloaded: { status: 503, title: 'There is too much to do; trying again is safe', expected: true },
};

/** Of a bug. */
export const INTERNAL_ERROR: Row = { status: 500, title: 'Something went wrong here' };

/** For app.onError: a Fault as its row says, anything else a bug, answered without detail. */
export function answerError(error: Error, c: Context<Env>): Response {
  const fault =
    error instanceof HTTPException ? fromHono(error) : c.req.raw.signal.aborted ? ended(error) : error;
  if (!(fault instanceof Fault)) {
    log(c, error);
    const { status, title } = INTERNAL_ERROR;
    return answer(c, status, { code: 'internal_error', title });
  }
  const { status, title, expected } = problems[fault.code];
  if (status >= 500 && !expected) {
    log(c, fault);
    return answer(c, status, { code: fault.code, title });
  }
  return answer(c, status, { code: fault.code, title, detail: fault.message }, fault.facts);
}

export function notFound(c: Context<Env>): Response {
  return answerError(
    new Fault('not_found', `There is nothing at ${c.req.path}; /openapi.json lists what there is.`),
    c,
  );
}

/** `methods` are those the address answers; they are also the Allow header (RFC 9110, 15.5.6). */
export function methodNotAllowed(c: Context<Env>, methods: readonly string[]): Response {
  const detail = `${c.req.path} answers ${methods.join(', ')}, not ${c.req.method}.`;
  const response = answerError(new Fault('method_not_allowed', detail, { allowed: methods }), c);
  response.headers.set('Allow', methods.join(', '));
  return response;
}

type Standard = { readonly code: string; readonly title: string; readonly detail?: string };

/** The standard members come first to be read, and once more last: no fact takes the place of one. */
function answer(
  c: Context<Env>,
  status: ContentfulStatusCode,
  standard: Standard,
  facts: Facts = {},
): Response {
  if (status === 401) c.header('WWW-Authenticate', 'Bearer realm="likeness"'); // RFC 6750, 3
  if (status === 503) c.header('Retry-After', '1');
  const { code, title, detail } = standard;
  c.set('problem', code);
  const members = {
    type: `urn:likeness:problem:${code}`,
    title,
    status,
    detail,
    instance: c.get('requestId'),
    code,
  };
  return c.body(JSON.stringify({ ...members, ...factsAnswer(facts), ...members }), status, {
    'Content-Type': 'application/problem+json',
  });
}

function fromHono(error: HTTPException): Error {
  if (error.status === 413) return new Fault('body_too_large', error.message);
  if (error.status === 415) return new Fault('media_type_unsupported', error.message);
  if (error.status === 400) return new Fault('request_malformed', error.message);
  return error;
}

/** The caller went away while its body was read: nobody hears the answer, and there is no bug to log. */
function ended(cause: Error): Fault {
  return cause instanceof Fault
    ? cause
    : new Fault('request_malformed', 'The caller ended the request.', {}, cause);
}

/** Never the address, which carries the callers' ids. `fields` are as harmless. */
export function log(c: Context<Env>, error: unknown, fields: Fields = {}): void {
  c.get('log')?.error({
    request: c.get('requestId'),
    method: c.req.method,
    ...fields,
    ...errorFields(error),
  });
}
