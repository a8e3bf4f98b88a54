// A chain of states by the AWS CDK in JavaScript: what synthesis.py builds with newel.
//
// usage: NODE_PATH=DIR/node_modules node cdk_chain.js SIZE OUT
'use strict';

const { App, Stack } = require('aws-cdk-lib');
const sns = require('aws-cdk-lib/aws-sns');
const sfn = require('aws-cdk-lib/aws-stepfunctions');
const tasks = require('aws-cdk-lib/aws-stepfunctions-tasks');

const [size, outdir] = [Number(process.argv[2]), process.argv[3]];
const app = new App({ outdir, analyticsReporting: false });
const stack = new Stack(app, 'Stack');
const topic = new sns.Topic(stack, 'Topic');
let chain = sfn.Chain.start(new sfn.Pass(stack, 'State 0'));
for (let number = 1; number < size; number += 1) {
  const name = `S${number}`;
  const message = sfn.TaskInput.fromJsonPathAt('$.message');
  chain = chain.next(number % 2 ? new tasks.SnsPublish(stack, name, { topic, message }) : new sfn.Pass(stack, name));
}
new sfn.StateMachine(stack, 'Long', { definitionBody: sfn.DefinitionBody.fromChainable(chain) });
app.synth();
