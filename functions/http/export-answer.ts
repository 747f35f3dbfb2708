// All that is held of one subject, as one answer: what GDPR, Art. 15 and 20, give a person a right to.
import { z } from '@hono/zod-openapi';
import type { Gallery, Subject, Template } from '../core/faces/store.ts';
import { embeddingAnswer, SubjectAnswer, subjectAnswer, timeAnswer } from './answers.ts';

const { faces: _, ...said } = SubjectAnswer.shape;

const ExportedFace = SubjectAnswer.shape.faces.element.extend({
  embedding: z.array(z.number()).openapi({ description: 'The template: a unit vector of the encoder.' }),
});

export const ExportAnswer = z
  .object({
    exported_at: z.string(),
    gallery: z.object({ id: z.string(), name: z.string().nullable() }),
    subject: z.object({ ...said, model: z.string(), faces: z.array(ExportedFace) }),
    not_held: z.array(z.object({ what: z.string(), why: z.string() })).openapi({
      description: 'What might be looked for here and is not.',
    }),
  })
  .openapi('SubjectExport');

const NOT_HELD = [
  {
    what: 'pictures',
    why: 'A picture is decoded, measured and let go while its call is answered; it is written nowhere.',
  },
  {
    what: 'boxes, landmarks and other measures of a face',
    why: 'They are in the answer of the enrolment alone; of a face its template and its quality are kept.',
  },
  {
    what: 'age, gender, emotion and other attributes',
    why: 'No model here tells them.',
  },
  {
    what: 'whom the subject was compared with, and what was recognized',
    why: 'Answers of verify and recognize are not kept with the subject.',
  },
] as const;

/** A face that was forgotten between two readings is in neither. */
export function exportAnswer(
  gallery: Gallery,
  subject: Subject,
  templates: readonly Template[],
  now: number,
): z.input<typeof ExportAnswer> {
  const vectors = new Map(templates.map(({ face, vector }) => [face, vector]));
  const { faces, ...rest } = subjectAnswer(subject);
  return {
    exported_at: timeAnswer(now),
    gallery: { id: gallery.id, name: gallery.name },
    subject: {
      ...rest,
      model: gallery.encoder,
      faces: faces.flatMap((face) => {
        const vector = vectors.get(face.id);
        return vector ? [{ ...face, embedding: embeddingAnswer(vector) }] : [];
      }),
    },
    not_held: NOT_HELD.map((each) => ({ ...each })),
  };
}
