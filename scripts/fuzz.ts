// `npx tsx scripts/fuzz.ts --url http://127.0.0.1:8787`: requests from the document of a running service, by a seed.
import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { whole } from './arguments.ts';
import { judgeOf } from './fuzz/document.ts';
import { fuzz } from './fuzz/run.ts';
import { startProgress } from './progress.ts';

const { url, seed, requests, file } = new Command('npx tsx scripts/fuzz.ts')
  .description(
    'Sends requests to a running service, drawn from its /openapi.json, and holds each answer against it. It writes into its galleries: run it on a service with LIKENESS_DATABASE=memory. Exit code 1 where an answer was a 5xx but 503, or not as the document has it.',
  )
  .option('--url <url>', 'of the service', 'http://127.0.0.1:8787')
  .option('--seed <number>', 'of the requests', whole(0), 1)
  .option('--requests <number>', 'how many', whole(1), 2_000)
  .option('--file <path...>', 'pictures that are sent', [
    'node_modules/@vladmandic/face-api/demo/sample2.jpg',
  ])
  .parse()
  .opts<{ url: string; seed: number; requests: number; file: string[] }>();

const files = await Promise.all(file.map(async (path) => (await readFile(path)).toString('base64')));
const service = (request: Request) => {
  const { pathname, search } = new URL(request.url);
  return fetch(new Request(new URL(pathname + search, url), request));
};
const progress = startProgress('Requests', requests);
const { valid, statuses, codes, answered, faults } = await fuzz({
  judge: await judgeOf(async (path) => fetch(new URL(path, url))),
  fetch: service,
  seed,
  requests,
  files: [...files, '', Buffer.from('no picture').toString('base64')],
  names: {
    gallery: ['g', 'g', 'g', 'h', 'none'],
    subject: ['s', 's', 't', 'none'],
    network: ['landmarks-68', 'inception-v3-mixed2', 'none'],
    layer: ['conv_1', 'activation_2', 'none'],
  },
  without: ['GET /v1/styles/{style}/events'], // it goes on as long as its job does
  tick: progress.tick,
});
progress.stop();
for (const fault of faults) console.error(fault);
console.log(`seed ${seed}: ${requests} requests, ${valid} valid by the schema, ${faults.length} faults`);
console.log(`statuses ${JSON.stringify(statuses)}; ${answered.length} calls answered with a 2xx`);
console.log(`codes ${codes.join(' ')}`);
process.exitCode = faults.length > 0 ? 1 : 0;
