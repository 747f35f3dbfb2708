// What a job makes, from the files a command names to the file it asks for, with a job in between that survives it.
import { totalmem } from 'node:os';
import path from 'node:path';
import type { JobLimits } from '../../functions/core/jobs/estimate.ts';
import type { Job } from '../../functions/core/jobs/job.ts';
import type { Jobs } from '../../functions/core/jobs/jobs.ts';
import { type Asked, type KindName, kindOf } from '../../functions/core/jobs/kinds.ts';
import type { Images } from '../../functions/core/ports.ts';
import { MOST_SIDE } from '../../functions/core/style/size.ts';
import { createNodeImages } from '../../functions/platform/images-node.ts';
import { createNodeModels } from '../../functions/platform/models-node.ts';
import { createNodeRuntime } from '../../functions/platform/ort-node.ts';
import { createNodeStyles } from '../../functions/platform/styles-node.ts';
import { cpuMeter } from '../cpu-meter.ts';
import { LIMITS, MODELS_DIRECTORY } from '../open-faces.ts';
import { INTERRUPTED, untilSignal } from '../until-signal.ts';
import { writeWhole } from '../whole-file.ts';
import { AT, type JobFile, jobFileExists, jobFileOf, openJobFile, removeJobFile } from './job-file.ts';
import { checkOutput, mediumOf, numbered } from './output.ts';
import { isJobOf } from './resume.ts';
import { transfer } from './transfer.ts';
import { cpuWords, estimateWords, resultWords } from './words.ts';

export type MakeCommand = {
  /** As one types it: with --resume and -o it goes on. */
  readonly command: string;
  /** What is asked for, and the files it is read from; undefined where the job has it. */
  readonly asked: { readonly files: readonly string[]; read(images: Images): Promise<Asked> } | undefined;
  readonly out: string;
  readonly every?: number;
  readonly everyFile?: boolean;
  readonly threads: number;
  readonly resume?: boolean;
  readonly restart?: boolean;
};

/** Of what the machine has; the rest is for others. */
const MEMORY_SHARE = 0.8;

/** A user waits for one result: what holds is the memory, and what is worth writing to disk every 20 s. */
const STYLE_LIMITS: JobLimits = {
  maxFloats: 3 * MOST_SIDE ** 2,
  maxEvaluations: Number.POSITIVE_INFINITY,
  maxBudgetMs: 60_000,
  maxStateBytes: 512 * 2 ** 20,
  maxMemoryBytes: MEMORY_SHARE * totalmem(),
};

/**
 * Until the result is done or a signal comes; then the job's file goes, or stays for the next command.
 * @throws Error and Fault, worded for the user.
 */
export async function make(command: MakeCommand): Promise<void> {
  const { out, restart, threads } = command;
  await check(command);
  const images = createNodeImages({ maxPixels: LIMITS.maxPixels });
  const asked = await command.asked?.read(images);
  if (asked) mediumOf(asked.kind, out);
  const models = await createNodeModels(MODELS_DIRECTORY);
  const cpu = cpuMeter(createNodeRuntime({ threads }));
  const until = untilSignal();
  if (restart) await removeJobFile(out);
  const found = jobFileExists(out);
  const file = await openJobFile(out);
  const { jobs, close } = createNodeStyles({
    store: file.store,
    runtime: cpu.runtime,
    models,
    atOnce: 1,
    limits: STYLE_LIMITS,
  });
  let begun = false;
  let written = false;
  try {
    const job = await foundOrMade(out, file, jobs, asked);
    const medium = mediumOf(job.kind, out);
    const macs = await announce(out, job, file, jobs);
    begun = true;
    const show = async ({ progress }: Job, to = out) => {
      if (progress.evaluations > 0)
        writeWhole(to, await medium.encode((await jobs.result(AT)).value, images));
    };
    const ended = await transfer({
      jobs,
      at: AT,
      macs,
      every: command.every,
      show: (job) => show(job, command.everyFile ? numbered(out, job.progress.iteration) : out),
      stop: () => until.signal.aborted,
    });
    await show(ended);
    written = ended.status !== 'running';
    if (ended.progress.engineChanged)
      say('Another engine began it: the bytes are not those of a run in one go.');
    if (ended.failure)
      throw new Error(`${ended.failure.message} The last good result is in ${out}; another --seed may do.`);
    if (written) console.log(`${out}: ${resultWords(ended)}; ${cpuWords(cpu.seconds())}`);
    else process.exitCode = INTERRUPTED;
  } finally {
    until.ended();
    await close();
    await file.close();
    if (written || !(begun || found)) await removeJobFile(out);
    else if (begun)
      say(`${jobFileOf(out)} has what was done. To go on: ${command.command} --resume -o ${out}`);
  }
}

async function check({ asked, out, every, everyFile, resume, restart }: MakeCommand): Promise<void> {
  if (everyFile && every === undefined)
    throw new Error('--every-file wants --every with a number of iterations.');
  if (resume && restart) throw new Error('--resume and --restart exclude each other.');
  await checkOutput(out);
  if (asked?.files.some((file) => path.resolve(file) === path.resolve(out)))
    throw new Error(`${out} is one of the files it is made from, and would be overwritten.`);
  const file = jobFileOf(out);
  const exists = jobFileExists(out);
  if (exists && !resume && !restart) {
    throw new Error(
      `${file} is of a result that was interrupted: --resume goes on with it, --restart begins anew.`,
    );
  }
  if (!exists && !asked) throw new Error(`${file} is not there: nothing of that name was interrupted.`);
}

async function foundOrMade(
  out: string,
  { store }: JobFile,
  jobs: Jobs,
  asked: Asked | undefined,
): Promise<Job> {
  if (await store.get(AT)) {
    const job = await jobs.get(AT);
    if (asked && !(await isJobOf(job, asked)))
      throw new Error(`${jobFileOf(out)} is of other files or options: --restart begins anew.`);
    return job;
  }
  if (!asked) throw new Error(`${jobFileOf(out)} has nothing to go on with.`);
  return jobs.create(AT, { ...asked, auto: false });
}

/** Says what it takes, and where it begins. Gives the multiply-accumulates of an evaluation at each level. */
async function announce(
  out: string,
  { kind, options, progress }: Job,
  { store }: JobFile,
  jobs: Jobs,
): Promise<readonly number[]> {
  const inputs = kindOf(kind).unpackInputs((await store.inputs(AT))!);
  const asked = { kind, request: options, inputs } as { kind: KindName } & Asked; // complete options are a request
  const estimate = await jobs.estimate(asked);
  const goesOn = progress.evaluations > 0 ? `, going on after ${progress.iteration} iterations` : '';
  say(`${out}${goesOn}\n${estimateWords(estimate)}`);
  return estimate.levels.map(({ macs }) => macs);
}

/** stdout is for the result. */
function say(text: string): void {
  console.error(text);
}
