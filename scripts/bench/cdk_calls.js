// A chain of calls of AWS by the AWS CDK in JavaScript: what calls.py checks with newel.
//
// usage: NODE_PATH=DIR/node_modules node cdk_calls.js CALLS.json OUT
'use strict';

const { readFileSync } = require('node:fs');
const { App, Stack } = require('aws-cdk-lib');
const sfn = require('aws-cdk-lib/aws-stepfunctions');
const tasks = require('aws-cdk-lib/aws-stepfunctions-tasks');

const [rows, outdir] = [JSON.parse(readFileSync(process.argv[2], 'utf8')), process.argv[3]];
const app = new App({ outdir, analyticsReporting: false });
const stack = new Stack(app, 'Stack');
const states = rows.map(
  ([service, action, parameters], number) =>
    new tasks.CallAwsService(stack, `State ${number}`, { service, action, parameters, iamResources: ['*'] }),
);
const chain = states.slice(1).reduce((before, state) => before.next(state), sfn.Chain.start(states[0]));
new sfn.StateMachine(stack, 'Long', { definitionBody: sfn.DefinitionBody.fromChainable(chain) });
app.synth();
