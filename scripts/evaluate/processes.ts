// `evaluate processes`: two services on one database. Who is enrolled through one is recognized by the other at once, and a
// job whose process is killed is continued by the other, to the bytes of a job that nobody disturbed.
import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { seeded } from '../../functions/core/random.ts';
import { createSqlJobStore } from '../../functions/platform/jobs-sql.ts';
import { openDatabase } from '../../functions/platform/sql-database.ts';
import type { Tables } from '../../functions/platform/sql-tables.ts';
import { median } from '../bench/measure.ts';
import { encodedStyleInputs } from '../bench/style-inputs.ts';
import { unitVector } from '../bench/unit-vector.ts';
import { type ServiceProcess, startServiceProcess } from '../service-process.ts';
import type { Result } from './result.ts';

export type ProcessesOptions = {
  /** A URL of PostgreSQL, or a file. */
  readonly database: string;
  /** People enrolled through one process and asked of the other. */
  readonly people: number;
  /** Longer side of the style job's result, and its iterations. */
  readonly size: number;
  readonly iterations: number;
  /** The process is killed when so many are stored. */
  readonly killAt: number;
};

const ENCODER = 'mobilefacenet-128';
const POLL_MS = 50;

/** @throws Error when a service does not start or refuses, or the other does not find what was enrolled. */
export async function evaluateProcesses(options: ProcessesOptions): Promise<Result> {
  const { db } = await openDatabase(options.database);
  const start = () => startServiceProcess({ LIKENESS_DATABASE: options.database });
  const [one, other] = await Promise.all([start(), start()]);
  try {
    const seenMs = await enrolHereRecognizeThere(one, other, options.people);
    const job = await makeStyle(one, options, true);
    await until(async () => (await styleOf(other, job)).iteration >= options.killAt);
    one.process.kill('SIGKILL');
    const killed = performance.now();
    const { iteration } = await styleOf(other, job);
    await until(async () => (await styleOf(other, job)).iteration > iteration);
    const takenOverS = (performance.now() - killed) / 1000;
    await until(async () => (await styleOf(other, job)).status !== 'running');
    const alone = await makeStyle(other, options, false);
    for (let from = 0; from < options.iterations; )
      from = (await ask(other, 'POST', `/v1/styles/${alone}/steps`, { from, iterations: options.iterations }))
        .style.iteration;
    const [interrupted, undisturbed] = [await digestsOf(db, job), await digestsOf(db, alone)];
    return {
      values: {
        people: options.people,
        recognized_after_ms_p50: median(seenMs),
        recognized_after_ms_max: Math.max(...seenMs),
        killed_at_iteration: iteration,
        taken_over_s: takenOverS,
        ...interrupted,
        same: JSON.stringify(interrupted) === JSON.stringify(undisturbed),
      },
      chart: null,
    };
  } finally {
    one.process.kill('SIGKILL');
    other.process.kill('SIGKILL');
    await db.destroy();
  }
}

/**
 * Milliseconds from the answer of one process, that somebody is enrolled, to the other's, that it is them. The first one,
 * for whom what searches is opened, is not counted.
 */
async function enrolHereRecognizeThere(
  here: ServiceProcess,
  there: ServiceProcess,
  people: number,
): Promise<number[]> {
  const random = seeded(people);
  const gallery = `/v1/galleries/processes-${crypto.randomUUID()}`;
  const times: number[] = [];
  await ask(here, 'PUT', gallery, {});
  for (let i = 0; i <= people; i++) {
    const face = { embedding: [...unitVector(random)], model: ENCODER };
    const named = async (): Promise<string | undefined> =>
      (await ask(there, 'POST', `${gallery}/recognize`, face)).faces[0].subject?.id;
    await ask(here, 'POST', `${gallery}/subjects/person-${i}/faces`, face);
    const enrolled = performance.now();
    if ((await named()) !== `person-${i}`) throw new Error(`person-${i} was enrolled and not recognized.`);
    if (i > 0) times.push(performance.now() - enrolled);
    if (i % 2 === 0) continue;
    await ask(here, 'DELETE', `${gallery}/subjects/person-${i}`);
    if ((await named()) !== undefined) throw new Error(`person-${i} was forgotten and is recognized.`);
  }
  await ask(here, 'DELETE', gallery);
  return times;
}

async function makeStyle(at: ServiceProcess, options: ProcessesOptions, auto: boolean): Promise<string> {
  const pictures = await encodedStyleInputs(options.size);
  const levels = [{ size: options.size, iterations: options.iterations }];
  return (await ask(at, 'POST', '/v1/styles', { ...pictures, options: { levels }, auto })).id;
}

const styleOf = (at: ServiceProcess, job: string): Promise<{ status: string; iteration: number }> =>
  ask(at, 'GET', `/v1/styles/${job}`);

async function digestsOf(db: Kysely<Tables>, job: string): Promise<{ state: string; ledger: string }> {
  const { tenant } = await db
    .selectFrom('style_jobs')
    .select('tenant')
    .where('job', '=', job)
    .executeTakeFirstOrThrow();
  const store = createSqlJobStore(db);
  // The digest of options and inputs is in the state too, and is the same for both.
  const { state } = (await store.state({ tenant, job }))!;
  const entries = await store.losses({ tenant, job }, { from: 0, limit: 100_000 });
  return { state: sha256(new Uint8Array(state.buffer)), ledger: sha256(entries.join('\n')) };
}

// biome-ignore lint/suspicious/noExplicitAny: what an answer holds is said in docs/api.md
async function ask(service: ServiceProcess, method: string, path: string, json?: unknown): Promise<any> {
  const response = await fetch(`${service.url}${path}`, {
    method,
    // A connection that is kept may be closed by the service at the moment when the next question goes out.
    headers: { Connection: 'close', ...(json === undefined ? {} : { 'Content-Type': 'application/json' }) },
    body: json === undefined ? undefined : JSON.stringify(json),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

async function until(reached: () => Promise<boolean>): Promise<void> {
  while (!(await reached())) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
}

function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
