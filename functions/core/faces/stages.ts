// How long a request was at each stage, measured at the ports: the tools of one request are wrapped, no clock is passed on.
import type { StageTime } from '../watch.ts';
import type { FaceEngine } from './engine.ts';
import type { FaceTools } from './tools.ts';

/** `fetch`: of pictures by URL. `wait`: for a turn among other pictures. `detect` has the landmarks with it. */
type Stage = 'fetch' | 'wait' | 'decode' | 'detect' | 'embed' | 'search' | 'store';

/** A request with many faces is not to fill a trace. */
const MOST_TIMES = 128;

export type Stages = {
  /** Milliseconds so far, in the order in which stages ended first. Of stages at the same time each counts. */
  readonly times: ReadonlyMap<Stage, number>;
  /** Each time that a stage was at work, the first MOST_TIMES; none unless asked for. */
  readonly course: readonly StageTime[];
  /** The same function, whose time counts until what it promises is there. */
  of<A extends unknown[], R>(stage: Stage, work: (...given: A) => Promise<R>): (...given: A) => Promise<R>;
};

export function createStages(clock: () => number, traced = false): Stages {
  const times = new Map<Stage, number>();
  const course: StageTime[] = [];
  return {
    times,
    course,
    of: (stage, work) =>
      async function timed(...given) {
        const begun = clock();
        try {
          return await work(...given);
        } finally {
          const ended = clock();
          times.set(stage, (times.get(stage) ?? 0) + ended - begun);
          if (traced && course.length < MOST_TIMES) course.push({ stage, begun, ended });
        }
      },
  };
}

type Timed = Pick<FaceTools, 'galleries'> &
  Partial<Pick<FaceTools, 'images' | 'engines' | 'search' | 'inTurn'>>;

/** The tools with which this request is answered; as they are where no clock moves. */
export function timed<T extends Timed>(stages: Stages | undefined, tools: T): T {
  if (!stages) return tools;
  const { images, engines, search, inTurn } = tools;
  return {
    ...tools,
    galleries: timedStore(stages, tools.galleries),
    ...(images && { images: { ...images, decode: stages.of('decode', images.decode) } }),
    ...(engines && { engines: { ...engines, get: (id: string) => timedEngine(stages, engines.get(id)) } }),
    ...(search && { search: { ...search, search: stages.of('search', search.search) } }),
    ...(inTurn && { inTurn: timedTurn(stages, inTurn) }),
  };
}

function timedEngine(stages: Stages, engine: FaceEngine): FaceEngine {
  const { detect, embed, embedWhole } = engine;
  return {
    ...engine,
    detect: stages.of('detect', detect),
    embed: stages.of('embed', embed),
    ...(embedWhole && { embedWhole: stages.of('embed', embedWhole) }),
  };
}

function timedStore<S extends object>(stages: Stages, store: S): S {
  const entries = Object.entries(store).map(([name, call]) => [name, stages.of('store', call)]);
  return Object.fromEntries(entries);
}

/** Only the time until the work begins: its own stages are counted apart. */
function timedTurn(stages: Stages, inTurn: NonNullable<FaceTools['inTurn']>): typeof inTurn {
  return (work) => {
    let begin = () => {};
    const waited = stages.of('wait', () => new Promise<void>((resolve) => (begin = resolve)))();
    return inTurn(async () => {
      begin();
      await waited;
      return work();
    });
  };
}
