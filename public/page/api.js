// @ts-check
// Calls of the service this page came from. The key, where there is one, is kept until the tab is closed.

const KEY = 'likeness-key';

/** An answer that was an error, in the words of its problem document. */
export class Problem extends Error {
  /** @param {number} status @param {{ code?: string, title?: string, detail?: string }} body */
  constructor(status, body) {
    super(body.detail ?? body.title ?? `The service answered ${status}.`);
    this.status = status;
    this.code = body.code;
  }
}

/** @param {string} key */
export function useKey(key) {
  sessionStorage.setItem(KEY, key);
}

/**
 * @param {string} method
 * @param {string} path
 * @param {FormData | object} [body] a form, or JSON
 * @returns {Promise<any>} the JSON, undefined where there is none
 */
export async function call(method, path, body) {
  const response = await request(method, path, body);
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
}

/**
 * @param {string} method
 * @param {string} path
 * @param {FormData} [body]
 * @returns {Promise<Blob>} a picture
 */
export async function blob(method, path, body) {
  return (await request(method, path, body)).blob();
}

/**
 * Server-sent events, which EventSource could not ask for with a key.
 * @param {string} path
 * @param {number} after the id of the last one seen, -1 for none
 * @param {AbortSignal} signal
 */
export async function* events(path, after, signal) {
  const response = await request('GET', path, undefined, { 'Last-Event-ID': String(after) }, signal);
  const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    text += decoder.decode(value, { stream: true });
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      const fields = new Map(
        text
          .slice(0, end)
          .split('\n')
          .map((line) => /** @type {[string, string]} */ (line.split(/: ?(.*)/s).slice(0, 2))),
      );
      text = text.slice(end + 2);
      const data = fields.get('data');
      if (data !== undefined)
        yield {
          event: fields.get('event') ?? 'message',
          id: Number(fields.get('id') ?? -1),
          data: JSON.parse(data),
        };
    }
  }
}

/**
 * @param {string} method
 * @param {string} path
 * @param {FormData | object} [body]
 * @param {Record<string, string>} [more]
 * @param {AbortSignal} [signal]
 */
async function request(method, path, body, more = {}, signal = undefined) {
  const headers = { ...more };
  const key = sessionStorage.getItem(KEY);
  if (key) headers.Authorization = `Bearer ${key}`;
  const isForm = body instanceof FormData;
  if (body && !isForm) headers['Content-Type'] = 'application/json';
  const response = await fetch(path, {
    method,
    headers,
    signal,
    body: isForm ? body : body && JSON.stringify(body),
  });
  if (response.ok) return response;
  const text = await response.text();
  let problem = {};
  try {
    problem = JSON.parse(text);
  } catch {
    // whoever stands between answered in words of its own
  }
  throw new Problem(response.status, problem);
}
