// Files and Node's answers inside workerd, which has neither: a service binding to test/fixtures-service.ts fetches them.
// What the Worker itself reads (dist/assets, staged from models/) comes through its own ASSETS binding instead.
import { env, exports } from 'cloudflare:workers';

/** The bytes of a file of this project, by its path from the root. */
export async function fixture(path: string): Promise<Uint8Array> {
  return new Uint8Array(await (await fetchFixture(path)).arrayBuffer());
}

/** JSON that a script of this project prints on Node. */
export async function fromNode<T>(script: string): Promise<T> {
  return (await fetchFixture(`run/${script}`)).json();
}

export type SampleNumber = 1 | 2 | 3 | 4 | 5 | 6;

/** The faces that every test may use: sample1.jpg to sample6.jpg of @vladmandic/face-api. */
export function sample(n: SampleNumber): Promise<Uint8Array> {
  return fixture(`node_modules/@vladmandic/face-api/demo/sample${n}.jpg`);
}

// The connection to Node is kept alive and closed after five idle seconds, sometimes in the moment of the next request:
// "Network connection lost". Every request is a GET, so it is made again.
async function fetchFixture(path: string, attempts = 3): Promise<Response> {
  let response: Response;
  try {
    response = await env.FIXTURES.fetch(`http://fixtures/${path}`);
  } catch (error) {
    if (attempts > 1) return fetchFixture(path, attempts - 1);
    throw error;
  }
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response;
}

/**
 * What the Worker answers. An object that an earlier file of tests began is of that file's code: its next call fails
 * with 503, store_failed, and the one after finds it made anew. Callers do the same, since trying again is safe.
 */
export async function answered(request: () => Request): Promise<Response> {
  const response = await exports.default.fetch(request());
  if (response.status !== 503) return response;
  await response.body?.cancel();
  return exports.default.fetch(request());
}
