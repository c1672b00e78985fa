/**
 * JSON with a line for each field. Nothing but spaces between tokens changes, so that numbers longer
 * than a JavaScript number stay as they were sent.
 * @example prettyJson('{"a":[1.10,{}]}') // '{\n  "a": [\n    1.10,\n    {}\n  ]\n}'
 */
export function prettyJson(text: string): string {
  let pretty = '';
  let depth = 0;
  const line = () => `\n${'  '.repeat(depth)}`;
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  tokens.forEach((token, at) => {
    const next = tokens[at + 1];
    if (token === '{' || token === '[') {
      pretty += token;
      if (next === '}' || next === ']') return;
      depth += 1;
      pretty += line();
    } else if (token === '}' || token === ']') {
      const empty = tokens[at - 1] === (token === '}' ? '{' : '[');
      if (!empty) {
        depth -= 1;
        pretty += line();
      }
      pretty += token;
    } else if (token === ',') pretty += `,${line()}`;
    else if (token === ':') pretty += ': ';
    else pretty += token;
  });
  return pretty;
}
