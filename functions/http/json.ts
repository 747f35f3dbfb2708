// A caller's JSON, with its size in values known before it is parsed: parsing and checking cost by the value, not by the byte.
import { Fault } from '../core/fault.ts';

/** What is read nests four deep: body, faces, one of them, its embedding. */
const maxDepth = 32;

/** 20 embeddings of 4096 numbers, the most that any call reads, are 82,000. */
const maxValues = 100_000;

/** @throws SyntaxError when the text is no JSON; Fault request_invalid when it holds or nests more than any call reads. */
export function parseJson(text: string): unknown {
  refuseTooMuch(text);
  return JSON.parse(text);
}

/** One pass that only counts what opens a value or parts two; whether it is JSON is for JSON.parse to say. */
function refuseTooMuch(text: string): void {
  let depth = 0;
  let values = 0;
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case quote:
        i = endOfString(text, i);
        break;
      case openArray:
      case openObject:
        if (++depth > maxDepth)
          throw tooMuch(`nests deeper than ${maxDepth} levels`, { max_depth: maxDepth });
        values++;
        break;
      case closeArray:
      case closeObject:
        depth--;
        break;
      case comma:
        values++;
        break;
    }
    if (values > maxValues) throw tooMuch(`holds more than ${maxValues} values`, { max_values: maxValues });
  }
}

const [quote, comma, openArray, closeArray, openObject, closeObject, backslash] = [...'",[]{}\\'].map(
  (each) => each.charCodeAt(0),
);

/** The index of the quote that ends the string which begins at `start`, or the end of the text. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === backslash) escapes++;
    if (escapes % 2 === 0) return end;
  }
  return text.length;
}

function tooMuch(what: string, limit: { max_depth: number } | { max_values: number }): Fault {
  const errors = [{ in: 'body', pointer: '', message: what }];
  return new Fault('request_invalid', `The JSON ${what}.`, { errors, ...limit });
}
