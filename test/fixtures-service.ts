// The Node half of test/workers/fixtures.ts: workerd has no files, so it asks this service binding for them.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * `GET http://fixtures/<path>` is a file of this project, dependencies included: 404 where there is none.
 * `GET http://fixtures/run/<script>` is what `tsx <script>` prints, for answers that Node must compute: 500 with its
 * standard error where it fails.
 */
export async function serveFixture(request: { readonly url: string }): Promise<Response> {
  const path = normalize(decodeURIComponent(new URL(request.url).pathname)).slice(1);
  return path.startsWith('run/') ? printed(path.slice('run/'.length)) : file(path);
}

async function file(path: string): Promise<Response> {
  return readFile(join(process.cwd(), path)).then(
    (bytes) => new Response(new Uint8Array(bytes)),
    (cause) => new Response(String(cause), { status: 404 }),
  );
}

async function printed(script: string): Promise<Response> {
  return run(process.execPath, ['--import', 'tsx', script], { maxBuffer: 64 * 2 ** 20 }).then(
    ({ stdout }) => new Response(stdout),
    (cause) => new Response(cause.stderr || String(cause), { status: 500 }),
  );
}
