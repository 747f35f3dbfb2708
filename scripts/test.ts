// `npm test`: every check and both test suites, two at a time, reported in one order, with one line to end on.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Command } from 'commander';

/** A command that must exit with 0. `counts` reads how many tests it stands for; without it, it is one check. */
type Step = {
  readonly name: string;
  readonly command: readonly string[];
  /** Steps that must have ended, well or not. */
  readonly after?: readonly string[];
  readonly counts?: () => Counts;
};
type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number };
type Outcome = {
  readonly step: Step;
  readonly counts: Counts;
  readonly output: string;
  readonly seconds: number;
};

const REPORTS = 'dist/test';

/** The suite on Node takes longer than all the rest: in parts, both lanes have work to the end. */
const NODE_PARTS = 4;

const STEPS: readonly Step[] = [
  { name: 'models', command: ['tsx', 'scripts/export.ts'] },
  { name: 'types', command: ['tsc', '-p', 'tsconfig.json'] },
  { name: 'types-core', command: ['tsc', '-p', 'functions/core'] },
  { name: 'types-worker', command: ['tsc', '-p', 'tsconfig.worker.json'] },
  { name: 'types-public', command: ['tsc', '-p', 'tsconfig.public.json'] },
  { name: 'style', command: ['biome', 'ci', '--colors=off', '--max-diagnostics=none', '.'] },
  { name: 'unused', command: ['knip', '--no-progress'] },
  { name: 'imports', command: ['depcruise', 'functions', 'scripts', 'test'] },
  { name: 'stage', command: ['tsx', 'scripts/stage.ts'], after: ['models'] },
  { name: 'bundle', command: ['tsx', 'scripts/bundle.ts'], after: ['stage'] },
  vitest('workers', ['stage']),
  ...Array.from({ length: NODE_PARTS }, (_, i) => vitest('node', ['models'], `${i + 1}/${NODE_PARTS}`)),
];

const { only } = new Command('npm test --')
  .description('Run every check and test. The last line counts them; the exit code is 0 when none failed.')
  .option('--only <name...>', `run these steps: ${STEPS.map(({ name }) => name).join(', ')}`)
  .parse()
  .opts<{ only?: string[] }>();
const unknown = only?.filter((name) => !STEPS.some((step) => step.name === name)) ?? [];
if (unknown.length > 0) {
  console.error(
    `There is no step ${unknown.join(', ')}; there are ${STEPS.map(({ name }) => name).join(', ')}.`,
  );
  process.exit(2);
}

rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });
const outcomes: Outcome[] = [];
for await (const outcome of inOrder(STEPS.filter(({ name }) => only?.includes(name) ?? true))) {
  report(outcome);
  outcomes.push(outcome);
}
const total = (kind: keyof Counts) => outcomes.reduce((sum, { counts }) => sum + counts[kind], 0);
const skipped = total('skipped') > 0 ? `, ${total('skipped')} skipped` : '';
process.exitCode = total('failed') > 0 ? 1 : 0;
console.log(`${total('passed')} passed, ${total('failed')} failed${skipped}`);

/** Runs the steps in two lanes and yields their outcomes in the order of the list. */
async function* inOrder(steps: readonly Step[]): AsyncGenerator<Outcome> {
  const queue = [...steps];
  const ends = new Map(steps.map(({ name }) => [name, deferred<Outcome>()]));
  const lane = async () => {
    for (let step = queue.shift(); step; step = queue.shift()) {
      await Promise.all((step.after ?? []).map((name) => ends.get(name)?.promise));
      ends.get(step.name)?.resolve(await run(step));
    }
  };
  for (let lanes = Math.min(2, availableParallelism()); lanes > 0; lanes--) void lane();
  for (const { promise } of ends.values()) yield await promise;
}

async function run(step: Step): Promise<Outcome> {
  const started = performance.now();
  const { code, output } = await spawned(step.command);
  const counts = countsOf(step, code);
  return { step, counts, output, seconds: (performance.now() - started) / 1000 };
}

function spawned([program, ...rest]: readonly string[]): Promise<{ code: number; output: string }> {
  const PATH = `node_modules/.bin:${process.env.PATH}`;
  const env = { ...process.env, PATH, WRANGLER_SEND_METRICS: 'false', FORCE_COLOR: '0' };
  const child = spawn(program, rest, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: -1, output: String(error) }));
    child.on('close', (code) => resolve({ code: code ?? -1, output: Buffer.concat(chunks).toString() }));
  });
}

/** A suite that fails without a failed test (a file that does not load, a crash) is one failure itself. */
function countsOf(step: Step, code: number): Counts {
  const counts = step.counts?.() ?? { passed: step.counts || code !== 0 ? 0 : 1, failed: 0, skipped: 0 };
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** `part`: `2/4` is the second of four, which vitest makes of the files. */
function vitest(project: string, after: readonly string[], part?: string): Step {
  const name = part ? `${project}-${part[0]}` : project;
  const file = `${REPORTS}/${name}.json`;
  return {
    name: `vitest-${name}`,
    command: [
      'vitest',
      'run',
      '--project',
      project,
      ...(part ? ['--shard', part] : []),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ],
    after,
    counts: () => {
      const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = readReport(file);
      return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
    },
  };
}

type VitestReport = Record<'numPassedTests' | 'numFailedTests' | 'numPendingTests' | 'numTodoTests', number>;

function readReport(file: string): VitestReport {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 }; // it never got that far
  }
}

function report({ step, counts, output, seconds }: Outcome): void {
  const failed = counts.failed > 0;
  const tests = step.counts ? `${counts.passed} of ${counts.passed + counts.failed} tests` : '';
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  const line = `${failed ? 'FAILED' : 'ok    '} ${step.name.padEnd(16)} ${seconds.toFixed(1).padStart(6)} s  ${tests}${skipped}`;
  console.log(line.trimEnd());
  if (failed) console.log(`${output.trimEnd()}\n`);
}

function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
