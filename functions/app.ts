// The whole API at a glance: what every request passes, and which file answers which address.
import { OpenAPIHono } from '@hono/zod-openapi';
import { methodNotAllowed as checkMethod } from 'hono/method-not-allowed';
import { requestId } from 'hono/request-id';
import { secureHeaders } from 'hono/secure-headers';
import { createDetect, createFaceEngine, type Detect } from './core/faces/engine.ts';
import { createEngines } from './core/faces/engines.ts';
import { createHeads } from './core/faces/heads.ts';
import { createGraphScorer } from './core/faces/scorer-graph.ts';
import { createGallerySearch, type GallerySearch } from './core/faces/search.ts';
import type { FaceTools } from './core/faces/tools.ts';
import type { LookTools } from './core/insight/look.ts';
import { networksOf } from './core/insight/networks.ts';
import type { Deps, Limits } from './core/ports.ts';
import { admit } from './http/admit.ts';
import { authenticate, keyless } from './http/auth.ts';
import { limitBody } from './http/body-limit.ts';
import { shareWith } from './http/cross-origin.ts';
import { completed, head, securityScheme } from './http/document.ts';
import { refuseBadEncoding } from './http/encoding.ts';
import type { App, Env } from './http/env.ts';
import { refuseInvalid } from './http/invalid.ts';
import { refuseOtherOrigins } from './http/own-origin.ts';
import { fetchPictures } from './http/picture-urls.ts';
import { answerError, methodNotAllowed, notFound } from './http/problem.ts';
import { limitRate } from './http/rate-limit.ts';
import { checkScopes, pathsWithScopes, requireScope } from './http/scopes.ts';
import { watched } from './http/watched.ts';
import { about, isHealth } from './routes/about.ts';
import { audit } from './routes/audit.ts';
import { calibration } from './routes/calibrate.ts';
import { faces } from './routes/faces.ts';
import { galleries } from './routes/galleries.ts';
import { maximise } from './routes/maximise.ts';
import { networks } from './routes/networks.ts';
import { isPage, pages } from './routes/pages.ts';
import { recognition } from './routes/recognize.ts';
import { type StyleTools, styles } from './routes/styles.ts';
import { subjects } from './routes/subjects.ts';
import { webhooks } from './routes/webhooks.ts';

/** The app on the models' engines. `search`: where ONNX Runtime is not the fastest way to score a gallery. */
export function createApp(
  deps: Deps &
    Pick<StyleTools, 'styles' | 'styleEvents'> &
    Pick<LookTools, 'insight'> & { readonly search?: GallerySearch },
): App {
  const { galleries, models, runtime } = deps;
  const detect = createDetect(deps);
  const engines = createEngines(models.manifest, (encoder) => createFaceEngine(deps, encoder, detect));
  const heads = createHeads(models.manifest, deps);
  const search = deps.search ?? createGallerySearch({ galleries, scorer: createGraphScorer(runtime) });
  return createApi({ ...deps, engines, heads, search });
}

/** The same app on engines and a search that are handed in. @throws Fault when the default encoder is not in the manifest. */
export function createApi(tools: Deps & FaceTools & StyleTools & Pick<LookTools, 'insight'>): App {
  tools.engines.entry(tools.encoder);
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  const { limits, corsOrigins = [] } = tools;
  const isKeyless = keyless(tools);

  app.use(requestId({ limitLength: 64, generator: tools.randomId }));
  if (tools.watch) app.use(watched(tools.watch));
  app.use('/v1/*', async (c, next) => {
    c.header('Cache-Control', 'no-store');
    await next();
  });
  app.use(secureHeaders({ strictTransportSecurity: false })); // whoever ends TLS decides for the whole domain
  if (corsOrigins.length > 0) app.use(shareWith(corsOrigins));
  app.use(refuseBadEncoding());
  if (tools.openTo !== 'everybody') app.use(refuseOtherOrigins(isKeyless, corsOrigins));
  app.use(checkMethod({ app, onMethodNotAllowed: methodNotAllowed }));
  app.use(authenticate(tools, isKeyless, isOpen));
  if (tools.rateLimit) app.use(limitRate(tools.rateLimit, tools.now, isOpen));
  app.use(requireScope());
  if (tools.gates) app.use(admit(tools.gates, limits.maxBodyBytes));
  if (tools.pictureUrls) app.use(fetchPictures(tools.pictureUrls, limits));
  app.use(limitBody(limits.maxBodyBytes));

  app.route('/v1', faces(tools)); //               POST   /detect  /embed  /verify
  app.route('/v1/galleries', galleries(tools)); // GET /  PUT GET DELETE /{gallery}
  app.route('/v1/galleries', subjects(tools)); //  GET    /{gallery}/subjects    GET PATCH DELETE .../{subject}
  //                                               POST   .../{subject}/faces    DELETE .../faces/{face}
  //                                               GET    .../{subject}/export
  app.route('/v1/galleries', recognition(tools)); // POST /{gallery}/recognize
  app.route('/v1/galleries', calibration(tools)); // POST /{gallery}/calibrate
  app.route('/v1/styles', styles(tools)); //       GET POST /  POST /estimate  GET DELETE /{style}  POST .../steps
  //                                               GET    .../image  /losses  /events  POST .../cancel  /fork
  app.route('/v1/networks', networks(lookTools(tools))); // GET /  /{network}/layers  .../{layer}/filters
  //                                               POST   .../{layer}/patches  /activations
  app.route('/v1/networks', maximise(tools)); //   POST   /{network}/layers/{layer}/maximise  .../maximise/estimate
  app.route('/v1', audit(tools)); //               GET    /audit
  app.route('/v1/webhooks', webhooks(tools)); //    GET POST /
  //                                               GET PATCH DELETE /{webhook}  POST .../rotate  /test
  //                                               GET    .../deliveries  /{delivery}  POST .../redeliver
  app.route('/v1', about(tools)); //               GET    /health  /health/ready  /models

  if (tools.pages) app.route('/', pages(tools.pages)); // GET / /page/... /docs/...

  const documents = new Map<boolean, object>();
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', securityScheme);
  app.get('/openapi.json', async (c) => {
    const needsKey = !(await isKeyless(c));
    const made = documents.get(needsKey) ?? documentOf(app, needsKey, limits);
    documents.set(needsKey, made);
    return c.json(made);
  });
  checkScopes(app);

  app.notFound(notFound);
  app.onError(answerError);
  return app;
}

/** Faces are found by the engine of the default encoder, which every engine shares. */
function lookTools(tools: Deps & FaceTools & Pick<LookTools, 'insight'>): LookTools {
  const { runtime, images, inTurn, insight, models, engines, encoder } = tools;
  const detect: Detect = (picture) => engines.get(encoder).detect(picture);
  return { runtime, images, inTurn, insight, networks: networksOf(models), detect };
}

function documentOf(app: App, needsKey: boolean, limits: Limits): object {
  const made = app.getOpenAPI31Document(head(needsKey));
  return completed({ ...made, paths: pathsWithScopes(made.paths ?? {}, needsKey) }, limits);
}

/** What needs no key. */
function isOpen(path: string): boolean {
  return isHealth(path) || isPage(path);
}
