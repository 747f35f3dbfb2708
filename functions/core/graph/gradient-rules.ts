// How each operator passes a gradient back: one row for every operator there is.
import type { Rule } from './gradient-rule.ts';
import { ELEMENTWISE_RULES } from './gradient-rules-elementwise.ts';
import { REDUCTION_RULES } from './gradient-rules-reduce.ts';
import { SHAPE_RULES } from './gradient-rules-shape.ts';
import { WINDOW_RULES } from './gradient-rules-window.ts';
import type { OperatorName } from './ops.ts';

export const RULES: Readonly<Record<OperatorName, Rule>> = {
  ...ELEMENTWISE_RULES,
  ...WINDOW_RULES,
  ...REDUCTION_RULES,
  ...SHAPE_RULES,
};
