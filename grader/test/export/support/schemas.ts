import { Ajv } from 'ajv';

const text = { type: 'string', minLength: 1 };
const number = { type: 'number' };

function exactly(properties: object, optional: string[] = []): object {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', additionalProperties: false, required, properties };
}

/** Of Gradescope's `results.json`, the members that are used; all of them are documented there. */
const gradescopeTest = exactly({
  name: { ...text, maxLength: 200 },
  name_format: { const: 'text' },
  number: { type: 'string', pattern: '^\\d+(\\.\\d+)+$' },
  score: number,
  max_score: { ...number, minimum: 0 },
  status: { enum: ['passed', 'failed'] },
  output: { type: 'string', maxLength: 9_000 },
  output_format: { enum: ['text'] },
  visibility: { enum: ['hidden', 'after_due_date', 'after_published', 'visible'] },
  tags: { type: 'array', items: text },
});
const visibility = { enum: ['hidden', 'after_due_date', 'after_published', 'visible'] };
const gradescope = exactly({
  score: number,
  execution_time: { ...number, minimum: 0 },
  output: { type: 'string', maxLength: 9_000 },
  output_format: { const: 'text' },
  visibility,
  stdout_visibility: visibility,
  tests: { type: 'array', items: gradescopeTest },
});

const status = { enum: ['pass', 'fail', 'error'] };
const classroom = exactly({
  version: { const: 1 },
  status,
  max_score: { ...number, minimum: 0 },
  tests: {
    type: 'array',
    items: exactly({
      name: { ...text, maxLength: 200 },
      status,
      score: { ...number, minimum: 0 },
      message: { type: 'string', maxLength: 400 },
      line_no: { type: 'integer', minimum: 0 },
      execution_time: { type: 'string', pattern: '^\\d+(\\.\\d+)?s$' },
    }),
  },
});

const ags = exactly({
  userId: text,
  scoreGiven: { ...number, minimum: 0 },
  scoreMaximum: { ...number, exclusiveMinimum: 0 },
  activityProgress: { enum: ['Initialized', 'Started', 'InProgress', 'Submitted', 'Completed'] },
  gradingProgress: { enum: ['FullyGraded', 'Pending', 'PendingManual', 'Failed', 'NotReady'] },
  timestamp: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d)$' },
});

/** The parts of a GitHub Actions workflow that are used; a scope, a name or a step of another form is refused. */
const step = {
  ...exactly(
    {
      name: text,
      id: { type: 'string', pattern: '^[A-Za-z_][\\w-]*$' },
      uses: { type: 'string', pattern: '^[\\w-]+/[\\w-]+@[0-9a-f]{40}$' },
      with: { type: 'object', additionalProperties: { type: ['string', 'boolean', 'number'] } },
      env: { type: 'object', additionalProperties: { type: 'string' } },
      run: text,
      'working-directory': text,
    },
    ['name', 'id', 'uses', 'with', 'env', 'run', 'working-directory'],
  ),
  oneOf: [{ required: ['uses'] }, { required: ['run'] }],
};
const job = exactly({
  if: text,
  'runs-on': { type: 'string', pattern: '^ubuntu-\\d\\d\\.\\d\\d$' },
  'timeout-minutes': { type: 'integer', maximum: 60 },
  steps: { type: 'array', minItems: 1, items: step },
});
const workflow = exactly({
  name: { const: 'Autograding Tests' },
  on: exactly({ push: { type: 'null' }, workflow_dispatch: { type: 'null' } }),
  permissions: exactly({ contents: { const: 'read' } }),
  concurrency: exactly({ group: text, 'cancel-in-progress': { type: 'boolean' } }),
  jobs: exactly({ 'run-autograding-tests': job }),
});

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, strictRequired: false });
const validators = {
  gradescope: ajv.compile(gradescope),
  classroom: ajv.compile(classroom),
  ags: ajv.compile(ags),
  workflow: ajv.compile(workflow),
};

/** What is wrong with it, a line each; nothing when it is as the format wants it. */
export function faultsOf(format: keyof typeof validators, value: unknown): string[] {
  const validate = validators[format];
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    return `${instancePath} ${message} ${JSON.stringify(params)}`;
  });
}
