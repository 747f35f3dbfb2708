// A typed client: openapi-fetch on the types of /openapi.json, with a timeout, safe retries, and files as forms.
import createFetchClient from 'openapi-fetch';

/** Milliseconds for one try; a call of `steps` may compute for a minute. */
const TIMEOUT_MS = 90_000;

/** After the first try. */
const RETRIES = 3;

/** Where no Retry-After says when. */
const PAUSE_MS = 1_000;

/** Nobody waits longer before trying again, whatever Retry-After says. */
const LONGEST_WAIT_MS = 30_000;

/** @type {typeof import('./index.d.ts').createClient} */
export function createClient({
  baseUrl,
  key,
  timeoutMs = TIMEOUT_MS,
  retries = RETRIES,
  pauseMs = PAUSE_MS,
  fetch: send = globalThis.fetch,
}) {
  return createFetchClient({
    baseUrl,
    headers: key === undefined ? {} : { Authorization: `Bearer ${key}` },
    bodySerializer: serialized,
    fetch: (request) => tried(request, { send, timeoutMs, retries, pauseMs }),
  });
}

/**
 * Sends until there is an answer that trying again cannot better. A POST gets an Idempotency-Key, so that what it makes
 * is made once; every other call is safe to repeat as it is.
 *
 * @param {Request} request
 * @param {{ send: typeof fetch, timeoutMs: number, retries: number, pauseMs: number }} how
 */
async function tried(request, { send, timeoutMs, retries, pauseMs }) {
  if (request.method === 'POST' && !request.headers.has('Idempotency-Key'))
    request.headers.set('Idempotency-Key', crypto.randomUUID());
  for (let left = retries; ; left--) {
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]);
    const answer = await send(new Request(request.clone(), { signal })).catch(
      (/** @type {unknown} */ error) => {
        if (left <= 0 || request.signal.aborted) throw error;
        return undefined; // no connection, or none in time
      },
    );
    if (answer && (left <= 0 || !(answer.status === 503 || answer.status === 429))) return answer;
    const told = answer?.headers.get('Retry-After');
    const ms = told ? 1_000 * Number(told) : pauseMs;
    await answer?.body?.cancel();
    await waited(Math.min(Number.isFinite(ms) ? ms : pauseMs, LONGEST_WAIT_MS), request.signal);
  }
}

/**
 * @param {number} ms
 * @param {AbortSignal} signal
 */
function waited(ms, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

/**
 * A form where there is a file in it, else JSON. In a form files are parts of their field's name, one for each of a
 * list; what is no text is a part of JSON.
 *
 * @param {unknown} body
 */
function serialized(body) {
  const fields = Object.entries(/** @type {object} */ (body));
  const isFile = (/** @type {unknown} */ value) => value instanceof Blob;
  if (!fields.some(([, value]) => isFile(value) || (Array.isArray(value) && value.some(isFile))))
    return JSON.stringify(body);
  const form = new FormData();
  for (const [name, value] of fields)
    for (const part of Array.isArray(value) && value.some(isFile) ? value : [value]) {
      if (part === undefined) continue;
      form.append(name, part instanceof Blob || typeof part === 'string' ? part : JSON.stringify(part));
    }
  return form;
}
