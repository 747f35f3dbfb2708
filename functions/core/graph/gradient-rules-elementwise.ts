// Gradients of what works element by element. g is the gradient, x an input, y the output.
import { attribute, elementwise, mask, none, type Rule, summed, times, type Use } from './gradient-rule.ts';
import type { GraphBuilder, Value } from './graph.ts';
import { numbersOf } from './operator.ts';
import type { ELEMENTWISE } from './ops-elementwise.ts';

const STEP = none('piecewise constant: its derivative is 0 wherever it has one');
const TRUTH = none('truth values have no gradient');

export const ELEMENTWISE_RULES: Readonly<Record<keyof typeof ELEMENTWISE, Rule>> = {
  // By y and not x: a Conv then remains fused with its Relu, because nobody else reads what is between.
  Relu: unary(({ b, g, y }) => times(b, g, mask(b, b.op('Greater', [y, b.scalar(0)])))),
  LeakyRelu: elementwise((use) => {
    const { builder: b, gradient: g, inputs } = use;
    return [
      b.op('Where', [
        b.op('Greater', [inputs[0]!, b.scalar(0)]),
        g,
        times(b, g, attribute<number>(use, 'alpha')),
      ]),
    ];
  }),
  Sigmoid: unary(({ b, g, y }) => times(b, g, b.op('Mul', [y, b.op('Sub', [b.scalar(1), y])]))),
  Tanh: unary(({ b, g, y }) => times(b, g, b.op('Sub', [b.scalar(1), b.op('Mul', [y, y])]))),
  Softplus: unary(({ b, g, x }) => times(b, g, b.op('Sigmoid', [x]))),
  Neg: unary(({ b, g }) => b.op('Neg', [g])),
  Abs: unary(({ b, g, x }) => times(b, g, b.op('Sign', [x]))),
  Sign: STEP,
  Sqrt: unary(({ b, g, y }) => b.op('Div', [times(b, g, 0.5), y])),
  Exp: unary(({ b, g, y }) => times(b, g, y)),
  Log: unary(({ b, g, x }) => b.op('Div', [g, x])),
  Floor: STEP,
  Ceil: STEP,
  Reciprocal: unary(({ b, g, y }) => times(b, b.op('Neg', [g]), b.op('Mul', [y, y]))),
  Not: TRUTH,
  Identity: unary(({ g }) => g),
  // dx = y (g - sum(g y))
  Softmax: elementwise((use) => {
    const { builder: b, outputs } = use;
    const part = times(b, use.full(), outputs[0]);
    return [
      b.op('Sub', [part, b.op('Mul', [outputs[0], summed(b, part, [attribute<number>(use, 'axis')], 1)])]),
    ];
  }),
  // dx = g - exp(y) sum(g)
  LogSoftmax: elementwise((use) => {
    const { builder: b, outputs } = use;
    const g = use.full();
    const total = summed(b, g, [attribute<number>(use, 'axis')], 1);
    return [b.op('Sub', [g, b.op('Mul', [b.op('Exp', [outputs[0]]), total])])];
  }),
  /** Between floats it changes nothing; anything else is no float, which the walk never follows. */
  Cast: unary(({ g }) => g),

  Add: elementwise(({ gradient: g }) => [g, g]),
  Sub: elementwise(({ builder: b, gradient: g }) => [g, b.op('Neg', [g])]),
  Mul: elementwise(({ builder: b, gradient: g, inputs: [x, other] }) =>
    x === other ? [times(b, times(b, g, 2), x!)] : [times(b, g, other!), times(b, g, x!)],
  ),
  Div: elementwise(({ builder: b, gradient: g, inputs: [, below], outputs: [y] }) => {
    const part = b.op('Div', [g, below!]);
    return [part, b.op('Neg', [times(b, part, y)])];
  }),
  Pow: elementwise((use) => {
    const { builder: b, gradient: g, inputs, outputs } = use;
    const [x, power] = [inputs[0]!, inputs[1]!];
    return [powerRule(b, g, x, power), times(b, times(b, g, outputs[0]), b.op('Log', [x]))];
  }),
  Max: elementwise(shared),
  Min: elementwise(shared),
  Sum: elementwise(({ gradient: g, inputs }) => inputs.map(() => g)),
  Greater: TRUTH,
  GreaterOrEqual: TRUTH,
  Less: TRUTH,
  LessOrEqual: TRUTH,
  Equal: TRUTH,
  And: TRUTH,
  Or: TRUTH,

  PRelu: elementwise(({ builder: b, gradient: g, inputs }) => {
    const [x, slope] = [inputs[0]!, inputs[1]!];
    return [
      b.op('Where', [b.op('Greater', [x, b.scalar(0)]), g, times(b, g, slope)]),
      times(b, g, b.op('Min', [x, b.scalar(0)])),
    ];
  }),
  Where: elementwise(({ builder: b, gradient: g, inputs: [condition] }) => [
    undefined,
    b.op('Where', [condition, g, b.scalar(0)]),
    b.op('Where', [condition, b.scalar(0), g]),
  ]),
  Clip: elementwise(({ builder: b, gradient: g, inputs: [x, least, most] }) => {
    const below = least && b.op('Less', [x, least]);
    const above = most && b.op('Greater', [x, most]);
    const outside = below && above ? b.op('Or', [below, above]) : (below ?? above);
    // Bounds that have changed places clip everything to the upper one.
    const crossed = least && most && b.op('Greater', [least, most]);
    const toLeast = below && crossed ? b.op('And', [below, b.op('Not', [crossed])]) : below;
    const toMost = above && crossed ? b.op('Or', [above, crossed]) : above;
    return [
      outside ? times(b, g, mask(b, b.op('Not', [outside]))) : g,
      toLeast && times(b, g, mask(b, toLeast)),
      toMost && times(b, g, mask(b, toMost)),
    ];
  }),
};

type Unary = { readonly b: GraphBuilder; readonly g: Value; readonly x: Value; readonly y: Value };

function unary(back: (use: Unary) => Value): Rule {
  return elementwise(({ builder: b, gradient: g, inputs, outputs }) => [
    back({ b, g, x: inputs[0]!, y: outputs[0] }),
  ]);
}

/** g p x^(p - 1), shorter for the powers that are squares and products. */
function powerRule(b: GraphBuilder, g: Value, x: Value, power: Value): Value {
  const known = b.known(power);
  const [p] = known?.data.length === 1 ? numbersOf(known) : [];
  if (p === 2) return times(b, times(b, g, 2), x);
  const less = p === undefined ? b.op('Sub', [power, b.scalar(1)]) : b.scalar(p - 1);
  return times(b, times(b, g, power), b.op('Pow', [x, less]));
}

/** Max and Min: to whichever input was chosen, in equal parts where several are equal. */
function shared({ builder: b, gradient: g, inputs, outputs: [y] }: Use): Value[] {
  const chosen = inputs.map((x) => mask(b, b.op('Equal', [x, y])));
  const part = chosen.length === 1 ? g : b.op('Div', [g, b.op('Sum', chosen)]);
  return chosen.map((each) => times(b, part, each));
}
