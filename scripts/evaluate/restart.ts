// `evaluate restart`: the service killed over and over while people are enrolled, styles computed and webhooks delivered.
import type { ChildProcess } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { brokenAt } from '../../functions/core/audit/record.ts';
import { seeded } from '../../functions/core/random.ts';
import { sha256Hex } from '../../functions/platform/sha256.ts';
import { encodedStyleInputs } from '../bench/style-inputs.ts';
import { unitVector } from '../bench/unit-vector.ts';
import { startProgress } from '../progress.ts';
import { startServiceProcess } from '../service-process.ts';
import type { Result } from './result.ts';

export type RestartOptions = {
  /** How often the service is killed. */
  readonly kills: number;
  readonly seed: number;
};

const ENROLLERS = 4;
/** How long the service lives each time, from when it answers, milliseconds. */
const LIFE_MS = [300, 3_000] as const;
/** The leases of requests, jobs and deliveries have ended by then. */
const PATIENCE_MS = 180_000;
const STYLE = { levels: [{ size: 96, iterations: 60 }] };
const MODEL = 'mobilefacenet-128';

type Answer = { readonly status: number; readonly body: Record<string, unknown> };

export async function evaluateRestart({ kills, seed }: RestartOptions): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'likeness-restart-'));
  const random = seeded(seed);
  const receiver = await startReceiver();
  const service = createService(join(folder, 'likeness.db'));
  const undisturbed = createService(join(folder, 'undisturbed.db'));
  const progress = startProgress('Kills', kills);
  try {
    await service.start();
    await service.call('PUT', '/v1/galleries/g', { model: MODEL });
    const url = `http://127.0.0.1:${receiver.port}/`;
    await service.call('POST', '/v1/webhooks', { url, events: ['subject.enrolled', 'style.completed'] });
    const pictures = await encodedStyleInputs();
    const auto = await made(service, { ...pictures, auto: true });
    const stepped = await made(service, pictures);

    const enrolment = startEnrolments(service, random);
    const stepping = stepOn(service, stepped);
    for (let kill = 0; kill < kills; kill++) {
      await sleep(LIFE_MS[0] + random() * (LIFE_MS[1] - LIFE_MS[0]));
      await service.kill();
      await service.start();
      progress.tick();
    }
    const acknowledged = await enrolment.finish();
    const ledgerSteps = await stepping;
    await until(async () => (await service.call('GET', auto)).body.status !== 'running');

    const gallery = (await service.call('GET', '/v1/galleries/g')).body;
    let [lost, doubled] = [0, 0];
    for (const subject of acknowledged) {
      const { status, body } = await service.call('GET', subjectPath(subject));
      const faces = status === 200 ? (body.faces as unknown[]).length : 0;
      if (faces === 0) lost++;
      if (faces > 1) doubled++;
    }
    const unheard = () => acknowledged.filter((subject) => !receiver.enrolled.has(subject));
    await until(async () => unheard().length === 0).catch(() => undefined); // what is missing is counted below
    const records = await auditOf(service);

    await undisturbed.start();
    const calm = await made(undisturbed, pictures);
    await stepOn(undisturbed, calm);
    const expected = await resultOf(undisturbed, calm);
    const results = [await resultOf(service, auto), await resultOf(service, stepped)];

    const messages = [...receiver.enrolled.values()];
    return {
      values: {
        kills,
        enrolments_acknowledged: acknowledged.length,
        enrolments_sent_again: enrolment.again(),
        enrolments_lost: lost,
        enrolments_doubled: doubled,
        faces_in_gallery: gallery.faces,
        events_lost: unheard().length,
        events_doubled: messages.filter((ids) => new Set(ids).size > 1).length,
        messages_sent_again: messages.reduce((sum, ids) => sum + ids.length - new Set(ids).size, 0),
        audit_records_of_enrolments: new Set(records.subjects).size,
        audit_lost: acknowledged.filter((subject) => !records.subjects.includes(subject)).length,
        audit_whole: records.whole,
        style_steps_repeated: ledgerSteps.repeated,
        styles_same: results.every((digest) => digest === expected),
        style_sha256: expected,
      },
      chart: null,
    };
  } finally {
    progress.stop();
    await Promise.all([service.kill(), undisturbed.kill()]);
    receiver.server.close();
    receiver.server.closeAllConnections();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The real service as a process that can be killed and started again on the same port and file. */
function createService(database: string) {
  let child: ChildProcess | undefined;
  let url = '';

  async function start(): Promise<void> {
    const started = await startServiceProcess({
      PORT: url === '' ? '0' : new URL(url).port,
      LIKENESS_DATABASE: database,
      LIKENESS_WEBHOOK_PRIVATE: 'true',
    });
    child = started.process;
    url = started.url;
  }

  async function kill(): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child?.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  /** Until there is an answer: what fails is sent again, as it was. */
  async function call(
    method: string,
    path: string,
    json?: unknown,
    headers: Record<string, string> = {},
    again: () => void = () => {},
  ): Promise<Answer> {
    const body = json === undefined ? undefined : JSON.stringify(json);
    const type: Record<string, string> = body === undefined ? {} : { 'Content-Type': 'application/json' };
    const deadline = Date.now() + PATIENCE_MS;
    let failed = false;
    for (;;) {
      try {
        const answer = await fetch(`${url}${path}`, {
          method,
          body,
          headers: { ...type, ...headers },
        });
        return { status: answer.status, body: (await answer.json()) as Answer['body'] };
      } catch (error) {
        if (Date.now() > deadline) throw error;
        if (!failed) again();
        failed = true;
        await sleep(50);
      }
    }
  }

  async function bytes(path: string): Promise<Uint8Array> {
    return new Uint8Array(await (await fetch(`${url}${path}`)).arrayBuffer());
  }

  return { start, kill, call, bytes };
}

type Service = ReturnType<typeof createService>;

/** Whoever is told: which messages came about which subject. */
async function startReceiver(): Promise<{ server: Server; port: number; enrolled: Map<string, string[]> }> {
  const enrolled = new Map<string, string[]>();
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const { type, data } = JSON.parse(text);
    if (type === 'subject.enrolled') {
      const ids = enrolled.get(data.subject) ?? [];
      enrolled.set(data.subject, [...ids, String(request.headers['webhook-id'])]);
    }
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port, enrolled };
}

/**
 * Some callers at once, each enrolling one new subject after another. A request whose answer is lost is sent again with
 * its key; one that is told to wait, because the killed one may still be at it, is put aside and sent at the end.
 */
function startEnrolments(service: Service, random: () => number) {
  const acknowledged: string[] = [];
  const aside: (() => Promise<boolean>)[] = [];
  let [sentAgain, stopped, number] = [0, false, 0];

  async function enrolOne(): Promise<void> {
    const subject = `s${number++}`;
    const request = { embedding: [...unitVector(random)], model: MODEL };
    const key = { 'Idempotency-Key': randomUUID() };
    const send = async () => {
      const answer = await service.call(
        'POST',
        `${subjectPath(subject)}/faces`,
        request,
        key,
        () => sentAgain++,
      );
      if (answer.status === 201) acknowledged.push(subject);
      else if (answer.status !== 409) throw new Error(`${subject}: ${JSON.stringify(answer)}`);
      return answer.status === 201;
    };
    if (!(await send())) aside.push(send);
  }

  const callers = Array.from({ length: ENROLLERS }, async () => {
    while (!stopped) {
      await enrolOne();
      await sleep(10);
    }
  });
  return {
    again: () => sentAgain,
    async finish(): Promise<readonly string[]> {
      stopped = true;
      await Promise.all(callers);
      for (const send of aside) await until(send);
      return acknowledged;
    },
  };
}

function subjectPath(subject: string): string {
  return `/v1/galleries/g/subjects/${subject}`;
}

/** The address of a new job. */
async function made(service: Service, request: object): Promise<string> {
  const { status, body } = await service.call('POST', '/v1/styles', { ...request, options: STYLE });
  if (status !== 201) throw new Error(`A style was refused: ${JSON.stringify(body)}`);
  return `/v1/styles/${body.id}`;
}

/** Two iterations a call until it is done; a call whose answer is lost is sent again from the same iteration. */
async function stepOn(service: Service, style: string): Promise<{ repeated: number }> {
  let [from, repeated] = [0, 0];
  for (;;) {
    const { status, body } = await service.call('POST', `${style}/steps`, { from, iterations: 2 });
    if (status === 503) {
      await sleep(200);
      continue;
    }
    if (status !== 200) throw new Error(`A step was refused: ${JSON.stringify(body)}`);
    if (body.ended_by === 'repeated') repeated++;
    const { status: state, iteration } = body.style as { status: string; iteration: number };
    from = iteration;
    if (state !== 'running') return { repeated };
  }
}

async function resultOf(service: Service, style: string): Promise<string> {
  const losses = (await service.call('GET', `${style}/losses?limit=1000`)).body;
  const image = await service.bytes(`${style}/image`);
  return createHash('sha256').update(image).update(JSON.stringify(losses)).digest('hex');
}

async function auditOf(service: Service): Promise<{ subjects: string[]; whole: boolean }> {
  const records = [];
  for (let cursor: unknown = 0; cursor !== null; ) {
    const { body } = await service.call('GET', `/v1/audit?limit=1000&cursor=${cursor}`);
    records.push(...(body.records as { action: string; at: string; data: { subject: string } }[]));
    cursor = body.next_cursor;
  }
  const kept = records.map((record) => ({ ...record, at: Date.parse(record.at) }));
  const broken = await brokenAt(sha256Hex, 'default', undefined, kept as never);
  const enrolled = records.filter(({ action }) => action === 'subject.enrolled');
  return { subjects: enrolled.map(({ data }) => data.subject), whole: broken === undefined };
}

async function until(done: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await done())) {
    if (Date.now() > deadline) throw new Error(`It did not come to an end within ${PATIENCE_MS / 1000} s.`);
    await sleep(500);
  }
}
