// The Durable Object beside Workers KV: strongly consistent where KV is a minute late.
import { DurableObject } from 'cloudflare:workers';
import type { GalleryCalibration } from '../core/faces/gallery-calibration.ts';
import { tellExpired } from '../core/faces/retention.ts';
import type {
  Attempt,
  Consent,
  Gallery,
  GalleryKey,
  GalleryMeasures,
  GalleryState,
  Page,
  PageRequest,
  Subject,
} from '../core/faces/store.ts';
import { hexOf } from '../core/hex.ts';
import { masterKeyMissing, type SubjectPlace, type TenantKey } from '../core/vault/envelope.ts';
import { type AuditEnv, createObjectAuditStore } from './audit-object-worker.ts';
import {
  type Asked,
  type ChangesPage,
  createGalleryLedger,
  type GalleryLedger,
  type LiveFace,
  type WantedGallery,
} from './gallery-ledger-worker.ts';
import { type Answer, answer, answered, objectNamed } from './rpc-worker.ts';
import { fromBase64, toBase64 } from './template-codec.ts';
import { createTenantLedger, type GalleryTruth, type TenantLedger } from './tenant-ledger-worker.ts';
import {
  createTenantKeys,
  currentTenantKey,
  type HeldTenantKey,
  sealedText,
  type VaultEnv,
} from './vault-worker.ts';
import { createObjectWebhooks, type WebhookEnv } from './webhook-tenant-worker.ts';

export type GalleryEnv = VaultEnv &
  AuditEnv &
  Pick<WebhookEnv, 'WEBHOOK'> & {
    readonly GALLERIES: KVNamespace;
    readonly GALLERY: DurableObjectNamespace<GalleryObject>;
    /** Names of KV keys are keyed hashes with this secret; without it every gallery makes its own. Galleries keep the keys
     * they have when it changes. */
    readonly LIKENESS_KEY_SECRET?: string;
  };

/** As it comes: both templates as bytes, not sealed yet. */
export type NewFaceEntry = {
  readonly id: string;
  readonly quality: number;
  readonly int8: Uint8Array;
  readonly float32: Uint8Array;
};

type NewEnrolment = {
  subject: string;
  name?: string | null;
  encoder: string;
  faces: readonly NewFaceEntry[];
  attempt?: Attempt;
  consent?: Consent;
  expiresAt?: number;
};

/** What the store calls. The first four are asked of a tenant's object, the others of a gallery's. */
export type GalleryRpc = {
  putGallery(
    at: GalleryKey,
    wanted: WantedGallery,
    now: number,
  ): Promise<Answer<{ gallery: Gallery; created: boolean }>>;
  deleteGallery(at: GalleryKey): Promise<Answer<boolean>>;
  listGalleries(tenant: string, page: PageRequest): Promise<Answer<Page<Gallery>>>;
  tenantKey(tenant: string): Promise<Answer<HeldTenantKey>>;

  bear(
    at: GalleryKey,
    wanted: WantedGallery,
    now: number,
  ): Promise<Answer<{ gallery: Gallery; created: boolean }>>;
  die(): Promise<Answer<boolean>>;
  get(): Promise<Answer<Gallery | undefined>>;
  subjects(asked: Asked, page: PageRequest): Promise<Answer<Page<Subject>>>;
  subject(asked: Asked, subject: string): Promise<Answer<Subject | undefined>>;
  renameSubject(asked: Asked, subject: string, name: string | null): Promise<Answer<Subject | undefined>>;
  deleteSubject(asked: Asked, subject: string): Promise<Answer<{ faces: number } | undefined>>;
  /** `now`: when it is said to be enrolled; `clock`: when it is. */
  enrol(
    at: GalleryKey,
    enrolment: NewEnrolment,
    limit: number,
    now: number,
    clock: number,
  ): Promise<Answer<Subject>>;
  deleteFace(asked: Asked, subject: string, face: string): Promise<Answer<boolean>>;
  facesOf(asked: Asked, subject: string): Promise<Answer<LiveFace[] | undefined>>;
  faces(asked: Asked, ids: readonly string[]): Promise<Answer<LiveFace[]>>;
  changes(asked: Asked, since: number | undefined, after: number | undefined): Promise<Answer<ChangesPage>>;
  keysOf(asked: Asked, versions: readonly number[]): Promise<Answer<{ version: number; key: string }[]>>;
  state(asked: Asked): Promise<Answer<GalleryState>>;
  measures(asked: Asked): Promise<Answer<GalleryMeasures>>;
  countFailure(asked: Asked, attempt: Attempt): Promise<Answer<void>>;
  putCalibration(asked: Asked, calibration: GalleryCalibration): Promise<Answer<void>>;
};

export function galleryObject(env: Pick<GalleryEnv, 'GALLERY'>, { tenant, gallery }: GalleryKey): GalleryRpc {
  return objectNamed(env.GALLERY, [tenant, gallery]);
}

export function tenantObject(env: Pick<GalleryEnv, 'GALLERY'>, tenant: string): GalleryRpc {
  return objectNamed(env.GALLERY, [tenant]);
}

/** KV is said to show a write everywhere after 60 s "or more": until this much later the object answers itself. */
export const SETTLE_MS = 10 * 60_000;

/** Deletes and as many puts in one alarm; an invocation may make 1,000 calls. */
const CALLS_AN_ALARM = 400;

/** KV calls at a time: an invocation may have six connections open. */
const CALLS_AT_ONCE = 6;

const RETRY_MS = 30_000;

/** Whose time came, of whom an enrolment tells before it goes on. */
const TOLD_MEANWHILE = 20;

/**
 * One object a gallery holds its record, version, subjects, the list of living faces with their KV keys, and the
 * templates KV might not show yet; one object a tenant holds the list of its galleries. What is enrolled or forgotten
 * here is so at once, in one transaction; an alarm then tells KV and tries again until it has heard.
 */
export class GalleryObject extends DurableObject<GalleryEnv> implements GalleryRpc {
  readonly #ledger: GalleryLedger;
  #tenant: TenantLedger | undefined;
  readonly #tenantKey: (tenant: string) => Promise<TenantKey>;

  constructor(state: DurableObjectState, env: GalleryEnv) {
    super(state, env);
    this.#ledger = createGalleryLedger({
      sql: state.storage.sql,
      transactionSync: (work) => state.storage.transactionSync(work),
      forgotDue: () => this.#tellKv(true),
    });
    this.#tenantKey = createTenantKeys(() => this.env);
  }

  putGallery(at: GalleryKey, wanted: WantedGallery, now: number) {
    return answer(() => this.#tenantLedger().put(at.gallery, this.#truth(at.tenant, wanted, now)));
  }

  deleteGallery(at: GalleryKey) {
    return answer(() => this.#tenantLedger().delete(at.gallery, this.#truth(at.tenant)));
  }

  listGalleries(tenant: string, page: PageRequest) {
    return answer(() => this.#tenantLedger().list(page, this.#truth(tenant)));
  }

  tenantKey(tenant: string) {
    return answer(() => this.#tenantLedger().key((held) => currentTenantKey(this.env, tenant, held)));
  }

  bear(at: GalleryKey, wanted: WantedGallery, now: number) {
    return answer(async () => {
      for (;;) {
        const { born, secret } = this.#ledger.prepare(randomHex(32));
        const prefix = await keyedHash(this.#secret(secret), ['gallery', at.tenant, at.gallery, born]);
        const made = this.#ledger.put(at.gallery, wanted, now, { born, prefix });
        if (made !== 'late') return made;
      }
    });
  }

  die() {
    return answer(() => this.#tellKv(this.#ledger.delete()));
  }

  get() {
    return answer(() => this.#ledger.find());
  }

  subjects(asked: Asked, page: PageRequest) {
    return answer(() => this.#ledger.subjects(asked, page));
  }

  subject(asked: Asked, subject: string) {
    return answer(() => this.#ledger.subject(asked, subject));
  }

  renameSubject(asked: Asked, subject: string, name: string | null) {
    return answer(() => this.#ledger.renameSubject(asked, subject, name));
  }

  deleteSubject(asked: Asked, subject: string) {
    return answer(() => this.#tellKv(this.#ledger.deleteSubject(asked, subject)));
  }

  enrol(at: GalleryKey, enrolment: NewEnrolment, limit: number, now: number, clock: number) {
    return answer(async () => {
      const asked = { ...at, now: clock };
      for (;;) {
        const { born, prefix, secret, first, sealedKey } = this.#ledger.reserve(
          asked,
          enrolment.subject,
          enrolment.faces.length,
        );
        // Before the enrolment, which may be of one of them. Of many the alarm tells: an invocation has 1,000 calls.
        if (this.#ledger.untold(TOLD_MEANWHILE + 1).length <= TOLD_MEANWHILE)
          await this.#tellExpired().catch(() => undefined);
        const place = { ...at, born, subject: enrolment.subject };
        const { write, is } = await this.#writer(place, enrolment.encoder, sealedKey);
        const faces = await Promise.all(
          enrolment.faces.map(async (face, i) => {
            const hash = await keyedHash(this.#secret(secret), [
              'face',
              at.tenant,
              at.gallery,
              born,
              first + i,
            ]);
            const { id, quality } = face;
            const int8 = await write(id, 'int8', face.int8);
            const float32 = await write(id, 'float32', face.float32);
            return { id, quality, int8, float32, key: `${prefix}/${hash}` };
          }),
        );
        const subject = this.#ledger.enrol(
          asked,
          born,
          { ...enrolment, faces, sealedKey: { was: sealedKey, is } },
          limit,
          now,
        );
        if (subject) return this.#tellKv(subject);
      }
    });
  }

  deleteFace(asked: Asked, subject: string, face: string) {
    return answer(() => this.#tellKv(this.#ledger.deleteFace(asked, subject, face)));
  }

  facesOf(asked: Asked, subject: string) {
    return answer(() => this.#ledger.facesOf(asked, subject));
  }

  faces(asked: Asked, ids: readonly string[]) {
    return answer(() => this.#ledger.faces(asked, ids));
  }

  changes(asked: Asked, since: number | undefined, after: number | undefined) {
    return answer(() => this.#ledger.changes(asked, since, after));
  }

  keysOf(asked: Asked, versions: readonly number[]) {
    return answer(() => this.#ledger.keysOf(asked, versions));
  }

  state(asked: Asked) {
    return answer(() => this.#ledger.state(asked));
  }

  measures(asked: Asked) {
    return answer(() => this.#ledger.measures(asked));
  }

  countFailure(asked: Asked, attempt: Attempt) {
    return answer(() => this.#ledger.countFailure(asked, attempt));
  }

  putCalibration(asked: Asked, calibration: GalleryCalibration) {
    return answer(() => this.#ledger.putCalibration(asked, calibration));
  }

  /** Deletes come first: who is forgotten should be gone. A call that fails leaves its row, and a later alarm repeats it. */
  override async alarm(): Promise<void> {
    try {
      await this.#flush();
    } catch {
      await this.#wake(Date.now() + RETRY_MS); // the runtime itself would give up after six times
    }
  }

  async #flush(): Promise<void> {
    this.#ledger.forgetDue(Date.now());
    const { deletes, puts } = this.#ledger.outbox(CALLS_AN_ALARM);
    const { GALLERIES } = this.env;
    const calls = [
      ...deletes.map((key) => async () => {
        await GALLERIES.delete(key);
        this.#ledger.wasDeleted(key);
      }),
      ...puts.map(({ version, key, int8, float32 }) => async () => {
        await GALLERIES.put(key, float32, { metadata: { v: version, t: int8 } });
        this.#ledger.wasPut(version, Date.now());
      }),
    ];
    const failed = await runAll(calls, CALLS_AT_ONCE);
    const oldest = this.#ledger.settle(Date.now() - SETTLE_MS);
    const { deletes: moreDeletes, puts: morePuts } = this.#ledger.outbox(1);
    if (failed) await this.#wake(Date.now() + RETRY_MS);
    else if (moreDeletes.length + morePuts.length > 0) await this.#wake(Date.now());
    else if (oldest !== undefined) await this.#wake(oldest + SETTLE_MS);
    const expiry = this.#ledger.nextExpiry();
    if (expiry !== undefined) await this.#wake(expiry);
    await this.#tellExpired();
  }

  async #tellExpired(): Promise<void> {
    const ledger = this.#ledger;
    if (ledger.untold(1).length === 0) return;
    await tellExpired({
      galleries: {
        untold: async (limit) => ledger.untold(limit),
        told: async (id) => ledger.told(id),
      },
      audit: createObjectAuditStore(this.env),
      events: createObjectWebhooks(this.env),
    });
  }

  /** Sets the alarm in the same write as the change before it, so that neither is kept without the other. */
  #tellKv<T>(changed: T): T {
    if (changed) void this.ctx.storage.setAlarm(Date.now());
    return changed;
  }

  /** Enrolments while the alarm ran have set an earlier one, perhaps. */
  async #wake(time: number): Promise<void> {
    const set = await this.ctx.storage.getAlarm();
    if (set === null || set > time) await this.ctx.storage.setAlarm(time);
  }

  /** How this subject's templates are written, and the key that it then has; none where there is no master key. */
  async #writer(
    place: SubjectPlace,
    encoder: string,
    sealedKey: string | null,
  ): Promise<{
    write(face: string, form: 'int8' | 'float32', bytes: Uint8Array): Promise<string>;
    is: string | null;
  }> {
    if (!this.env.LIKENESS_MASTER_KEY) {
      if (sealedKey !== null) throw masterKeyMissing();
      return { write: async (_face, _form, bytes) => toBase64(bytes), is: null };
    }
    const tenantKey = await this.#tenantKey(place.tenant);
    const { key, wrapped } =
      sealedKey === null
        ? await tenantKey.newSubjectKey(place)
        : { key: await tenantKey.subjectKey(place, fromBase64(sealedKey)), wrapped: undefined };
    return {
      write: async (face, form, bytes) => sealedText(await key.seal({ face, encoder, form }, bytes)),
      is: wrapped ? toBase64(wrapped) : sealedKey,
    };
  }

  #secret(own: string): string {
    return this.env.LIKENESS_KEY_SECRET || own;
  }

  #tenantLedger(): TenantLedger {
    this.#tenant ??= createTenantLedger(this.ctx.storage);
    return this.#tenant;
  }

  #truth(tenant: string, wanted: WantedGallery = { encoder: '' }, now = 0): GalleryTruth {
    const object = (gallery: string) => galleryObject(this.env, { tenant, gallery });
    return {
      put: (gallery) => answered(object(gallery).bear({ tenant, gallery }, wanted, now)),
      delete: (gallery) => answered(object(gallery).die()),
      get: (gallery) => answered(object(gallery).get()),
    };
  }
}

/** Runs them all, some at a time; true when one failed. */
async function runAll(calls: readonly (() => Promise<void>)[], atOnce: number): Promise<boolean> {
  let [next, failed] = [0, false];
  async function run(): Promise<void> {
    while (next < calls.length) {
      try {
        await calls[next++]();
      } catch {
        failed = true;
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, run));
  return failed;
}

/** 128 bits of HMAC-SHA-256, as 22 characters of base64url. */
async function keyedHash(secret: string, of: readonly (string | number)[]): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['sign']);
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(JSON.stringify(of))));
  return btoa(String.fromCharCode(...mac.subarray(0, 16)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .slice(0, 22);
}

function randomHex(bytes: number): string {
  return hexOf(crypto.getRandomValues(new Uint8Array(bytes)));
}
