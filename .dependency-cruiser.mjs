// Who may import whom. test/architecture.test.ts plants a violation of every rule here and sees it reported.

/** Files that need Cloudflare's types and run in workerd only. */
const WORKER_FILES = '^functions/(worker|.+-worker)\\.ts$';
const PROTOBUF = 'node_modules/(onnx-buf|@bufbuild/protobuf)/';

/** A layer and all that it may import of this project; packages have their own rules below. */
const LAYERS = [
  { name: 'core', from: '^functions/core/', to: '^functions/core/' },
  { name: 'http', from: '^functions/http/', to: '^functions/(http|core)/' },
  { name: 'routes', from: '^functions/routes/', to: '^functions/(routes|http|core)/' },
  { name: 'app', from: '^functions/app\\.ts$', to: '^functions/(routes|http|core)/' },
  { name: 'platform', from: '^functions/platform/', to: '^functions/(platform|core)/' },
  {
    name: 'entries',
    from: '^functions/(node|worker|lambda|service-node)\\.ts$',
    to: '^(functions/((app|service-node)\\.ts$|http/|platform/|core/)|models/manifest\\.json$)',
  },
  { name: 'scripts', from: '^scripts/', to: '^(scripts/|functions/(app\\.ts$|platform/|core/)|models/)' },
];

export default {
  forbidden: [
    ...LAYERS.map(({ name, from, to }) => ({
      name: `${name}-imports-only-what-is-below-it`,
      severity: 'error',
      from: { path: from },
      to: { path: '^(functions|scripts|test|models|public)/', pathNot: to },
    })),
    {
      name: 'core-is-pure',
      comment:
        'No package and nothing of Node in the core, but for protobuf in the one file that writes ONNX.',
      severity: 'error',
      from: { path: '^functions/core/' },
      to: { dependencyTypesNot: ['local'], pathNot: PROTOBUF, couldNotResolve: false },
    },
    {
      name: 'protobuf-only-in-proto',
      severity: 'error',
      from: { path: '^functions/', pathNot: '^functions/core/graph/proto\\.ts$' },
      to: { path: PROTOBUF },
    },
    {
      name: 'zod-stays-in-front',
      severity: 'error',
      from: { path: '^functions/(core|platform)/' },
      to: { path: 'node_modules/(zod|@hono/zod-openapi|hono)/' },
    },
    {
      name: 'runtimes-only-behind-their-port',
      severity: 'error',
      from: { path: '^functions/', pathNot: '^functions/platform/ort-[^/]+\\.ts$' },
      to: { path: 'node_modules/onnxruntime-[^/]+/' },
    },
    {
      name: 'node-never-loads-a-worker-file',
      severity: 'error',
      from: { path: '^(functions|scripts|test)/', pathNot: [WORKER_FILES, '^test/workers/'] },
      to: { path: WORKER_FILES },
    },
    {
      name: 'service-needs-no-development-package',
      severity: 'error',
      from: { path: '^functions/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'] },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'everything-resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^cloudflare:' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
