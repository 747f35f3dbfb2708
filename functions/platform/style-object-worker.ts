// A Durable Object a style job: it holds the job in its SQLite, computes its steps, and its alarm continues it.
import { DurableObject } from 'cloudflare:workers';
import type { Page, PageRequest } from '../core/faces/store.ts';
import { createCostMeter } from '../core/jobs/budget.ts';
import { createJobEngine } from '../core/jobs/engine.ts';
import { classOf, type Estimate, type JobLimits } from '../core/jobs/estimate.ts';
import type { Job, LedgerEntry } from '../core/jobs/job.ts';
import {
  type Change,
  createJobs,
  type ForkSource,
  type Goal,
  type Jobs,
  type Stepped,
  type StoredJobs,
} from '../core/jobs/jobs.ts';
import { type Asked, type KindName, kindOf, type RequestOf, type Result } from '../core/jobs/kinds.ts';
import { createSessions } from '../core/jobs/sessions.ts';
import type { JobKey, JobStore } from '../core/jobs/store.ts';
import { errorFields } from '../core/log.ts';
import type { Manifest } from '../core/manifest.ts';
import { reportFailures } from '../core/report-failures.ts';
import { createObjectJobStore } from './jobs-object-worker.ts';
import { createWorkerLog, type LogEnv } from './log-worker.ts';
import { createWorkerModels } from './models-worker.ts';
import { createWorkerRuntime } from './ort-worker.ts';
import { type Answer, answer, answered } from './rpc-worker.ts';
import { sha256Hex } from './sha256.ts';
import { createStyleIndex, type StyleIndex } from './style-index-worker.ts';
import { createObjectWebhooks, type WebhookEnv } from './webhook-tenant-worker.ts';

export type StyleEnv = LogEnv & {
  readonly ASSETS: Fetcher;
  readonly STYLE: DurableObjectNamespace<StyleJobObject>;
} & WebhookEnv;

/**
 * An isolate has 128 MB for the heap of the runtime and the optimiser's state, and an invocation 30 s of CPU unless the
 * owner raises it. A state of 24 MiB holds 14 pairs of L-BFGS at 256 x 256.
 */
const WORKER_STYLE_LIMITS: JobLimits = {
  grid: 32,
  maxFloats: 3 * 320 * 320,
  maxEvaluations: 200,
  maxBudgetMs: 20_000,
  maxStateBytes: 24 * 2 ** 20,
  maxMemoryBytes: 115 * 2 ** 20,
};

/** A slice of an alarm, and how long a job waits whose isolate computes another. */
const SLICE_MS = 10_000;
const RETRY_MS = 2_000;

/** An isolate's heap never shrinks, and objects of one class may share the isolate: one session is live at a time. */
const sessions = createSessions(1, 'refuse');
const runtime = createWorkerRuntime();
const meter = createCostMeter(classOf(runtime.engine).msPerGmac);

/** What is asked for, without the inputs: those go packed, since a call carries 32 MiB at most. */
type Order = { readonly kind: KindName; readonly request: RequestOf<KindName> };

/** What the Worker calls. The first three are asked of a tenant's object, the others of a job's. */
type StyleRpc = {
  remember(job: string, now: number): Promise<void>;
  forget(job: string): Promise<void>;
  ids(page: PageRequest): Promise<Page<{ id: string; since: number }>>;

  create(at: JobKey, order: Order & { readonly auto: boolean }, inputs: Uint8Array): Promise<Answer<Job>>;
  get(at: JobKey): Promise<Answer<Job>>;
  step(at: JobKey, from: number, goal: Goal): Promise<Answer<Stepped>>;
  result(at: JobKey): Promise<Answer<Result>>;
  losses(
    at: JobKey,
    page: { from: number; limit: number },
  ): Promise<Answer<{ job: Job; entries: readonly LedgerEntry[] }>>;
  cancel(at: JobKey): Promise<Answer<Job>>;
  forkSource(at: JobKey): Promise<Answer<ForkSource>>;
  forkFrom(to: JobKey, source: ForkSource, change: Change): Promise<Answer<Job>>;
  drop(at: JobKey): Promise<Answer<void>>;
  estimate(order: Order, inputs: Uint8Array): Promise<Answer<Estimate>>;
};

/** The entry's class says which models there are. */
export abstract class StyleJobObject extends DurableObject<StyleEnv> implements StyleRpc {
  protected abstract readonly manifest: Manifest;
  readonly #store: JobStore;
  #index: StyleIndex | undefined;
  #made: StoredJobs | undefined;

  constructor(state: DurableObjectState, env: StyleEnv) {
    super(state, env);
    this.#store = createObjectJobStore({
      sql: state.storage.sql,
      transactionSync: (work) => state.storage.transactionSync(work),
    });
  }

  async remember(job: string, now: number): Promise<void> {
    this.#ids().add(job, now);
  }

  async forget(job: string): Promise<void> {
    this.#ids().delete(job);
  }

  async ids(page: PageRequest): Promise<Page<{ id: string; since: number }>> {
    return this.#ids().list(page);
  }

  create(at: JobKey, order: Order & { readonly auto: boolean }, inputs: Uint8Array) {
    return answer(async () =>
      this.#waking(await this.#jobs().create(at, { ...unpacked(order, inputs), auto: order.auto })),
    );
  }

  get(at: JobKey) {
    return answer(() => this.#jobs().get(at));
  }

  step(at: JobKey, from: number, goal: Goal) {
    return answer(async () => {
      const stepped = await this.#jobs().step(at, from, goal);
      if (stepped.job.untold) void this.ctx.storage.setAlarm(Date.now());
      return stepped;
    });
  }

  result(at: JobKey) {
    return answer(() => this.#jobs().result(at));
  }

  losses(at: JobKey, page: { from: number; limit: number }) {
    return answer(() => this.#jobs().losses(at, page));
  }

  cancel(at: JobKey) {
    return answer(() => this.#jobs().cancel(at));
  }

  forkSource(at: JobKey) {
    return answer(() => this.#jobs().forkSource(at));
  }

  forkFrom(to: JobKey, source: ForkSource, change: Change) {
    return answer(async () => this.#waking(await this.#jobs().forkFrom(to, source, change)));
  }

  drop(at: JobKey) {
    return answer(() => this.#jobs().delete(at));
  }

  estimate(order: Order, inputs: Uint8Array) {
    return answer(() => this.#jobs().estimate(unpacked(order, inputs)));
  }

  /** One slice; then the next alarm, until the job has ended. A failure leaves the job as it was, and is tried again. */
  override async alarm(): Promise<void> {
    const [at] = await this.#store.waiting(Number.MAX_SAFE_INTEGER, 1); // a lease here is this object's own
    if (!at) return;
    let again = Date.now() + RETRY_MS;
    try {
      if (!(await this.#jobs().proceed(at, { budgetMs: SLICE_MS }))) return;
      again = Date.now();
    } catch (error) {
      createWorkerLog(this.env).error(errorFields(error));
    }
    await this.ctx.storage.setAlarm(again);
  }

  /** In the same write as the job, so that neither is kept without the other. */
  #waking(job: Job): Job {
    if (job.auto) void this.ctx.storage.setAlarm(Date.now());
    return job;
  }

  #jobs(): StoredJobs {
    this.#made ??= createJobs({
      store: this.#store,
      engine: createJobEngine({ runtime, models: createWorkerModels(this.env.ASSETS, this.manifest) }),
      sessions,
      meter,
      limits: WORKER_STYLE_LIMITS,
      sha256: sha256Hex,
      now: Date.now,
      clock: Date.now,
      events: createObjectWebhooks(this.env),
      holder: 'object', // there is one, and it may have been replaced
      breathe: () => scheduler.wait(1),
    });
    return this.#made;
  }

  #ids(): StyleIndex {
    this.#index ??= createStyleIndex(this.ctx.storage);
    return this.#index;
  }
}

/** The jobs as the Worker's routes see them: each call goes to the job's object. */
export function createObjectStyleJobs({ STYLE }: Pick<StyleEnv, 'STYLE'>): Jobs {
  const named = (name: readonly string[]) =>
    STYLE.get(STYLE.idFromName(JSON.stringify(name))) as unknown as StyleRpc;
  const job = ({ tenant, job }: JobKey) => named([tenant, job]);
  const tenantOf = (tenant: string) => named([tenant]);

  const jobs: Jobs = {
    async create(at, { auto, ...asked }) {
      const { order, inputs } = packed(asked);
      await tenantOf(at.tenant).remember(at.job, Date.now());
      return answered(job(at).create(at, { ...order, auto }, inputs));
    },

    get: (at) => answered(job(at).get(at)),

    async list(tenant, { limit, cursor }) {
      const page = await tenantOf(tenant).ids({ limit: Math.min(limit, JOBS_A_PAGE), cursor });
      const items: Job[] = [];
      for (const { id, since } of page.items) {
        const at = { tenant, job: id };
        const got = await job(at).get(at);
        if ('value' in got) items.push(got.value);
        else if (got.fault.code !== 'style_not_found') await answered(Promise.resolve(got));
        else if (since < Date.now() - BEING_MADE_MS) await tenantOf(tenant).forget(id);
      }
      return { items, cursor: page.cursor };
    },

    step: (at, from, goal) => answered(job(at).step(at, from, goal)),

    async proceed() {
      throw new TypeError("A job's own object continues it.");
    },

    result: (at) => answered(job(at).result(at)),
    losses: (at, page) => answered(job(at).losses(at, page)),
    cancel: (at) => answered(job(at).cancel(at)),

    async fork(at, id, change) {
      const source = await answered(job(at).forkSource(at));
      await tenantOf(at.tenant).remember(id, Date.now());
      const to = { tenant: at.tenant, job: id };
      return answered(job(to).forkFrom(to, source, change));
    },

    async delete(at) {
      await answered(job(at).drop(at));
      await tenantOf(at.tenant).forget(at.job);
    },

    async estimate(asked) {
      const { order, inputs } = packed(asked);
      return answered(named(['estimates']).estimate(order, inputs));
    },
  };
  return reportFailures(jobs, 'The Durable Object of a style job');
}

/** No larger than they are used. */
function packed({ kind: name, request, inputs }: Asked): { order: Order; inputs: Uint8Array } {
  const kind = kindOf(name);
  const fitted = kind.fitted(inputs, kind.options(request));
  return { order: { kind: name, request }, inputs: kind.packInputs(fitted) };
}

function unpacked({ kind, request }: Order, inputs: Uint8Array): Asked {
  return { kind, request, inputs: kindOf(kind).unpackInputs(inputs) } as Asked;
}

/** Each is a call to its object, and a request may make 1,000. */
const JOBS_A_PAGE = 100;

/** A job is in its tenant's list before it is made; one that never came is taken out after this long. */
const BEING_MADE_MS = 10 * 60_000;
