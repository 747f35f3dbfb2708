// Short ways of calling an app in-process, and of reading its answer.
import type { App } from '../../functions/http/env.ts';

// biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what the tests find out
export type Answer = { readonly status: number; readonly headers: Headers; readonly body: any };

export async function call(
  app: App,
  method: string,
  path: string,
  json?: unknown,
  headers: Record<string, string> = {},
) {
  const body = json === undefined ? undefined : typeof json === 'string' ? json : JSON.stringify(json);
  const type: Record<string, string> = json === undefined ? {} : { 'Content-Type': 'application/json' };
  return answerOf(await app.request(path, { method, body, headers: { ...type, ...headers } }));
}

/** Multipart: files are bytes, the rest is text; a name may come more than once. */
export async function send(
  app: App,
  path: string,
  parts: readonly (readonly [string, Uint8Array<ArrayBuffer> | string])[],
) {
  const form = new FormData();
  for (const [name, value] of parts) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, new Blob([value], { type: 'image/jpeg' }), 'picture.jpg');
  }
  return answerOf(await app.request(path, { method: 'POST', body: form }));
}

/** A bare picture as the body. */
export async function upload(app: App, path: string, bytes: Uint8Array<ArrayBuffer>, type = 'image/jpeg') {
  return answerOf(
    await app.request(path, { method: 'POST', body: bytes, headers: { 'Content-Type': type } }),
  );
}

export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('Content-Type') ?? '');
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}
