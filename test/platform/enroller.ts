// A process that enrols faces one after the other and sends its parent the id of each when it is acknowledged.
import { openSqlite } from '../../functions/platform/sqlite.ts';
import { createSqlGalleryStore } from '../../functions/platform/store-sql.ts';
import { ENCODER, faceOf } from './seeded-faces.ts';

const [file, name, count] = process.argv.slice(2);
const at = { tenant: 't', gallery: 'g' };
const store = createSqlGalleryStore(await openSqlite(file), { maxFacesPerGallery: 1e6 });
await store.putGallery(at, { encoder: ENCODER }, 1);
for (let i = 0; i < Number(count); i++) {
  const face = faceOf(`${name}-${i}`, i);
  await store.enrol(at, { subject: name, encoder: ENCODER, faces: [face] }, 1);
  process.send?.(face.id);
}
await store.close();
process.disconnect?.();
