// The calls of docs/client.md, as they are printed there.
import type { createClient } from 'likeness/client';

export async function calls(
  likeness: ReturnType<typeof createClient>,
  one: Blob,
  other: Blob,
): Promise<string[]> {
  const told: string[] = [];

  const detected = await likeness.POST('/v1/detect', { body: { image: one } });
  if (detected.error) throw new Error(detected.error.code);
  told.push(`${detected.data.faces.length} faces`);

  const embedded = await likeness.POST('/v1/embed', { body: { image: one, on_multiple: 'largest' } });
  const embedding = embedded.data?.faces[0].embedding ?? [];
  told.push(`${embedding.length} numbers`);

  const verified = await likeness.POST('/v1/verify', { body: { a: one, b: other, fmr: 0.001 } });
  if (verified.error?.code === 'threshold_unsupported') told.push(verified.error.detail ?? '');
  told.push(`same: ${verified.data?.same}`);

  const friends = { gallery: 'friends' };
  await likeness.PUT('/v1/galleries/{gallery}', { params: { path: friends }, body: { name: 'Friends' } });

  const ada = { ...friends, subject: 'ada' };
  const enrolled = await likeness.POST('/v1/galleries/{gallery}/subjects/{subject}/faces', {
    params: { path: ada },
    body: { image: [one, other], on_multiple: 'largest' },
  });
  told.push(`${enrolled.data?.enrolled.length} enrolled`);

  const found = await likeness.POST('/v1/galleries/{gallery}/recognize', {
    params: { path: friends },
    body: { image: other, on_multiple: 'largest' },
  });
  told.push(found.data?.faces[0].subject?.id ?? 'nobody');

  const listed = await likeness.GET('/v1/galleries/{gallery}/subjects', {
    params: { path: friends, query: { limit: 100 } },
  });
  told.push(`${listed.data?.subjects.length} subjects`);

  await likeness.DELETE('/v1/galleries/{gallery}/subjects/{subject}', { params: { path: ada } });
  await likeness.DELETE('/v1/galleries/{gallery}', { params: { path: friends } });

  const made = await likeness.POST('/v1/styles', {
    body: { content: one, style: other, options: { levels: [{ size: 32, iterations: 2 }] } },
  });
  const path = { style: made.data?.id ?? '' };
  const stepped = await likeness.POST('/v1/styles/{style}/steps', {
    params: { path },
    body: { from: 0, iterations: 2 },
  });
  told.push(stepped.data?.style.status ?? 'none');

  const picture = await likeness.GET('/v1/styles/{style}/image', {
    params: { path, query: { format: 'jpeg' } },
    parseAs: 'blob',
  });
  told.push(picture.data?.type ?? 'no picture');
  return told;
}
