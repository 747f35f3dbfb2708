// Whose time came is told once, as whoever is forgotten by a call: a record of the audit, then an event.
import type { AuditStore } from '../audit/store.ts';
import type { Events } from '../events/event.ts';
import type { GalleryStore } from './store.ts';

/** Who acts where no key does: AuditRecord.actor. */
const ACTOR = 'retention';

const READ = 100;

/**
 * Tells of everybody of whom it has not been told. Safe to call again and by several at once: record and event are taken
 * once, so one who was told of by a process that died is told of no second time. @throws Fault store_failed; the rest waits.
 */
export async function tellExpired({
  galleries,
  audit,
  events,
}: {
  readonly galleries: Pick<GalleryStore, 'untold' | 'told'>;
  readonly audit: Pick<AuditStore, 'append'>;
  readonly events: Events;
}): Promise<void> {
  for (;;) {
    const found = await galleries.untold(READ);
    for (const { id, tenant, gallery, subject, faces, at } of found) {
      const data = { gallery, subject, forgotten_faces: faces };
      const action = 'subject.forgotten';
      await audit.append(tenant, { at, actor: ACTOR, request: `${ACTOR}-${id}`, action, data }, true);
      await events.publish(tenant, { id: `evt_${id}`, type: action, createdAt: at, data });
      await galleries.told(id);
    }
    if (found.length < READ) return;
  }
}
