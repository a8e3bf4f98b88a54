// The function that the AWS CDK (2.267 and later) deploys for EvaluateExpression, without its logging: it rewrites
// the paths of an expression to lookups, then runs the text with eval. Written from a description of what it does.
//
// usage: node cdk_handler.js          one evaluation for each line `ROUNDS EVENT` of stdin, ROUNDS times; µs each
//        node cdk_handler.js EVENT…   one evaluation of each event, as a function that has just started
'use strict';

const escaped = (text) => text.replace(/[-/\\^$*+?.()|[\]{}]/g, '\\$&');

// The names `values` and `__expr` are in reach of the expression, so it is run by a direct eval with these about it.
const run = new Function('values', '__expr', 'return eval(__expr)');

const handler = async (event) => {
  const values = event.expressionAttributeValues;
  const paths = Object.keys(values).sort((one, other) => other.length - one.length);
  if (!paths.length) return run(values, event.expression);
  const any = new RegExp(paths.map(escaped).join('|'), 'g'); // the longest first: `$.ab` before `$.a`
  return run(values, event.expression.replace(any, (path) => `values[${JSON.stringify(path)}]`));
};

const answer = async (text) => JSON.stringify(await handler(JSON.parse(text)));

const time = async (rounds, text) => {
  const start = process.hrtime.bigint();
  for (let round = 0; round < rounds; round += 1) await answer(text);
  return Number(process.hrtime.bigint() - start) / 1000 / rounds;
};

const serve = async () => {
  for await (const line of require('node:readline').createInterface({ input: process.stdin })) {
    const cut = line.indexOf(' ');
    const text = line.slice(cut + 1);
    const micros = await time(Number(line.slice(0, cut)), text);
    console.log(`${micros} ${await answer(text)}`);
  }
};

const once = async (events) => {
  for (const event of events) console.log(await answer(event));
};

if (process.argv.length > 2) once(process.argv.slice(2));
else serve();
