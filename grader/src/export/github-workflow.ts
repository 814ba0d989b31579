import { ExportError } from './cells.ts';

export interface WorkflowOptions {
  lab: string;
  /** Where the course is: `owner/name` on GitHub. */
  repository: string;
  /** The commit, or the tag, of the course that grades. */
  ref: string;
}

/** Commits, for a tag can be moved to other code: v4.2.2 and v4.4.0. */
const CHECKOUT = 'actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2';
const SETUP_NODE = 'actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020 # v4.4.0';

/**
 * `.github/workflows/grade.yml` for students' repositories: grades each push, and tells the points in the notices that
 * GitHub Classroom and tools of its kind collect. The names of workflow and job are those that they look for.
 * @throws ExportError when a name could be anything but a name.
 */
export function githubWorkflow(options: WorkflowOptions): string {
  assertPlain('lab', options.lab, /^[a-z0-9][a-z0-9-]*$/, '01-address');
  assertPlain('repository', options.repository, /^[A-Za-z0-9-]+\/[\w.-]+$/, 'our-university/seeka');
  assertPlain('ref', options.ref, /^[A-Za-z0-9][\w./-]*$/, 'v1.0.0');
  return `${head}${checkouts(options)}${installation}${grading(options)}`;
}

function assertPlain(what: string, text: string, form: RegExp, example: string): void {
  if (!form.test(text)) throw new ExportError(`The ${what} "${text}" must look like ${example}.`);
}

const head = `# Written by "seeka export github-workflow". It belongs at .github/workflows/grade.yml.
# Its points are feedback: whoever may push may also change this file. Grades are given by "seeka class grade".
name: Autograding Tests
'on':
  push:
  workflow_dispatch:
permissions:
  contents: read
concurrency:
  group: \${{ github.workflow }}-\${{ github.ref }}
  cancel-in-progress: true
jobs:
  run-autograding-tests:
    if: github.actor != 'github-classroom[bot]'
    runs-on: ubuntu-24.04
    timeout-minutes: 20
    steps:
`;

function checkouts({ repository, ref }: WorkflowOptions): string {
  return `      - name: Check out what was handed in
        uses: ${CHECKOUT}
        with:
          path: submission
          persist-credentials: false
      - name: Check out the course
        uses: ${CHECKOUT}
        with:
          repository: ${repository}
          ref: '${ref}'
          # For a private course: a secret of the organisation, a token that may read that repository alone.
          token: \${{ secrets.SEEKA_COURSE_TOKEN || github.token }}
          path: course
          persist-credentials: false
`;
}

// Ubuntu 24.04 forbids the namespaces of the sandbox unless this is set.
const installation = `      - name: Set up Node
        uses: ${SETUP_NODE}
        with:
          node-version: 24
          cache: npm
          cache-dependency-path: course/package-lock.json
      - name: Install the sandbox
        run: |
          sudo apt-get update -qq
          sudo apt-get install -y -qq bubblewrap
          sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0
      - name: Install the course
        working-directory: course
        run: npm ci
`;

/** A fault of the grader ends the step with exit code 3: then there are no points, rather than a zero. */
function grading({ lab }: WorkflowOptions): string {
  return `      - name: Grade
        id: seeka
        working-directory: course
        run: |
          npx --no-install seeka grade ../submission --lab ${lab} --github-classroom "$RUNNER_TEMP/result"
          echo "result=$(cat "$RUNNER_TEMP/result")" >> "$GITHUB_OUTPUT"
      - name: Tell the points
        env:
          SEEKA_RESULTS: \${{ steps.seeka.outputs.result }}
        run: |
          node --input-type=module <<'END'
          const { tests, max_score: maxPoints } = JSON.parse(Buffer.from(process.env.SEEKA_RESULTS, 'base64').toString());
          const totalPoints = tests.reduce((sum, { score }) => sum + score, 0);
          if (maxPoints > 0) {
            console.log(\`::notice title=Autograding complete::Points \${totalPoints}/\${maxPoints}\`);
            console.log(\`::notice title=Autograding report::\${JSON.stringify({ totalPoints, maxPoints })}\`);
          }
          END
`;
}
