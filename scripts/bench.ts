// `npm run -s bench -- <verb>`: what it costs, in CPU time, beside the bare runtime and beside the peer.
import { Option, program } from 'commander';
import { whole } from './arguments.ts';
import { type BenchOptions, benchFaces } from './bench/faces.ts';
import { benchLoad, type LoadOptions } from './bench/load.ts';
import { benchStore, type StoreBenchOptions } from './bench/store.ts';
import { benchStyle, type StyleBenchOptions } from './bench/style.ts';
import { benchTraining, type TrainingBenchOptions } from './bench/training.ts';
import { benchVault, type VaultBenchOptions } from './bench/vault.ts';

program.name('bench').description('CPU time (user and system, all threads) of the service on this machine.');

program
  .command('faces')
  .description(
    'The face pipeline stage by stage, verify in-process, search, cold start and memory; face-api beside it.',
  )
  .option('--encoder <id>', 'which encoder of models/manifest.json', 'mobilefacenet-128')
  .option('--rounds <n>', 'interleaved rounds to take the median of', whole(1), 9)
  .option('--starts <n>', 'cold starts to take the median of', whole(1), 5)
  .option('--json', 'the result as one line of JSON')
  .action(async ({ json, ...options }: BenchOptions & { json?: boolean }) => {
    print(await benchFaces(options), json);
  });

program
  .command('style')
  .description(
    'An evaluation of style transfer on node and wasm beside matrix products, what a job adds, memory, cold start.',
  )
  .option('--rounds <n>', 'interleaved rounds to take the median of', whole(1), 7)
  .option('--starts <n>', 'cold starts to take the median of', whole(1), 3)
  .option('--json', 'the result as one line of JSON')
  .action(async ({ json, ...options }: StyleBenchOptions & { json?: boolean }) => {
    print(await benchStyle(options), json);
  });

program
  .command('store')
  .description(
    'A gallery on PostgreSQL beside the same one in a file: enrolling, loading, searching. On the wall clock.',
  )
  .requiredOption(
    '--database <url>',
    'postgres://user:password@host/database; what is made there is removed again',
  )
  .option('--faces <n>', 'size of the gallery', whole(1), 100_000)
  .option('--queries <n>', 'searches to take the median of', whole(1), 200)
  .option('--loads <n>', 'times the gallery is loaded anew, to take the median of', whole(1), 5)
  .option('--json', 'the result as one line of JSON')
  .action(async ({ json, ...options }: StoreBenchOptions & { json?: boolean }) => {
    print(await benchStore(options), json);
  });

program
  .command('training')
  .description('A step of train embedder beside its forward pass and matrix products.')
  .option('--rounds <n>', 'interleaved rounds to take the median of', whole(1), 15)
  .option('--json', 'the result as one line of JSON')
  .action(async ({ json, ...options }: TrainingBenchOptions & { json?: boolean }) => {
    print(await benchTraining(options), json);
  });

program
  .command('load')
  .description(
    'The service under more callers than it has places for: rate, latencies, what it refuses, memory, health meanwhile.',
  )
  .option('--requests <n>', 'verifications to be answered; refused ones come on top', whole(1), 10_000)
  .option('--queue <n>', 'places, as LIKENESS_QUEUE', whole(1), 32)
  .option('--beyond <n>', 'callers beyond the places', whole(1), 8)
  .addOption(
    new Option('--of <what>', 'what is verified').choices(['pictures', 'embeddings']).default('pictures'),
  )
  .option('--json', 'the result as one line of JSON')
  .action(async ({ json, ...options }: LoadOptions & { json?: boolean }) => {
    print(await benchLoad(options), json);
  });

program
  .command('vault')
  .description('Warming a gallery and enrolling a face with templates sealed and in the clear.')
  .option('--faces <n>', 'faces of the larger gallery; the smaller one has a tenth', whole(10), 100_000)
  .option('--rounds <n>', 'interleaved rounds to take the median of', whole(1), 3)
  .option('--json', 'the result as one line of JSON')
  .action(async ({ json, ...options }: VaultBenchOptions & { json?: boolean }) => {
    print(await benchVault(options), json);
  });

try {
  await program.parseAsync();
} catch (error) {
  console.error(`bench: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

function print(values: Readonly<Record<string, unknown>>, json = false): void {
  if (json) console.log(JSON.stringify(values));
  else for (const [name, value] of Object.entries(values)) console.log(`${name.padEnd(36)} ${shown(value)}`);
}

function shown(value: unknown): string {
  if (typeof value === 'object') return JSON.stringify(value);
  return typeof value === 'number' ? String(Number(value.toPrecision(4))) : String(value);
}
