import { expect, test } from 'vitest';
import { Fault } from '../../functions/core/fault.ts';
import { createLog, errorFields, LOG_LEVELS } from '../../functions/core/log.ts';

test('a level says what it says and what is more urgent, as one line of JSON each', () => {
  const counts = LOG_LEVELS.map((level) => {
    const lines: string[] = [];
    const log = createLog(
      level,
      (line) => lines.push(line),
      () => 0,
    );
    log.info({ what: 'two\nlines', missing: undefined });
    log.error({ what: 'failed' });
    for (const line of lines) expect(line).not.toContain('\n');
    return lines.map((line) => JSON.parse(line));
  });
  const time = '1970-01-01T00:00:00.000Z';
  const [info, failed] = [
    { time, level: 'info', what: 'two\nlines' },
    { time, level: 'error', what: 'failed' },
  ];
  expect(counts).toEqual([[], [failed], [info, failed]]);
});

test('of an error it is told where it was thrown, and never what it says', () => {
  const sayings = ['robin', 'two\n    at robin (robin.ts:1:1)', '', 'Error', 'at robin'];
  for (const saying of sayings) {
    const cause = Object.assign(new RangeError(saying), { code: 'SQLITE_FULL', detail: 'robin' });
    const fields = errorFields(new Error(saying, { cause }));
    expect(JSON.stringify(fields)).not.toContain('robin');
    expect(fields).toMatchObject({ error: 'Error', cause: { error: 'RangeError', code: 'SQLITE_FULL' } });
    expect((fields.frames as string[])[0]).toMatch(/^at .*log\.test\.ts:\d+:\d+\)?$/);
  }
});

test('a code that is a sentence, and what is thrown that is no error, are left out', () => {
  expect(errorFields(Object.assign(new Error('x'), { code: 'robin is here' }))).not.toHaveProperty('code');
  expect(errorFields('robin')).toEqual({ error: 'string' });
});

test('a message that was changed after the throw leaves no frames, since nothing tells where it ends', () => {
  const error = new Error('robin');
  expect(errorFields(error).frames).not.toEqual([]); // the stack is written when it is first read
  error.message = 'other';
  expect(errorFields(error).frames).toEqual([]);
});

test("the runtime's own faults say what is wrong with the model, the store's what it was doing", () => {
  expect(errorFields(new Fault('runtime_failed', 'Conv: 3 channels'))).toMatchObject({
    code: 'runtime_failed',
    says: 'Conv: 3 channels',
  });
  const facts = { medium: 'sqlite', operation: 'enrol', subject: 'robin' };
  const fields = errorFields(new Fault('store_failed', 'robin failed', facts));
  expect(fields).toMatchObject({ code: 'store_failed', medium: 'sqlite', operation: 'enrol' });
  expect(JSON.stringify(fields)).not.toContain('robin');
});

test('errors that hold each other come to an end', () => {
  const one: Error = new Error('a');
  one.cause = new Error('b', { cause: one });
  expect(JSON.stringify(errorFields(one)).length).toBeLessThan(20_000);
});
