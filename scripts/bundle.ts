// Builds the Worker as a deploy would, without deploying, and holds its size to Cloudflare's limits and our own.
import { spawnSync } from 'node:child_process';
import { Command } from 'commander';

/** wrangler counts in KiB; the limits are in bytes, and leave room below the platform's (64 MiB, older: 10 MB gzip). */
const KIB = 1024;
const LIMITS = { raw: 20e6, gzip: 6e6 };

const { out } = new Command('tsx scripts/bundle.ts')
  .description('Build the Worker with `wrangler deploy --dry-run` and check the size of its code.')
  .option('--out <dir>', 'where the bundle is written', 'dist/bundle')
  .parse()
  .opts<{ out: string }>();

const { status, stdout, stderr } = spawnSync(
  process.execPath,
  ['node_modules/wrangler/bin/wrangler.js', 'deploy', '--dry-run', '--outdir', out],
  { encoding: 'utf8', env: { ...process.env, WRANGLER_SEND_METRICS: 'false', NO_COLOR: '1' } },
);
const printed = /Total Upload: ([\d.]+) KiB \/ gzip: ([\d.]+) KiB/.exec(stdout);
if (status !== 0 || !printed) {
  console.error(`${stdout}\n${stderr}\nwrangler gave no bundle (exit code ${status}).`);
  process.exit(1);
}

const sizes = { raw: Number(printed[1]) * KIB, gzip: Number(printed[2]) * KIB };
for (const kind of ['raw', 'gzip'] as const) {
  const excess = sizes[kind] > LIMITS[kind];
  console.log(
    `${kind} ${megabytes(sizes[kind])} of ${megabytes(LIMITS[kind])}${excess ? ': too large' : ''}`,
  );
  if (excess) process.exitCode = 1;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}
