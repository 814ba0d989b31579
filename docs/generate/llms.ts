import type { course } from './course.ts';

/** What there is to read, for programs that read for people: https://llmstxt.org */
export function llms({ labs, lessons }: ReturnType<typeof course>): string {
  const lines = [
    '# Seeka',
    '',
    '> A course kit for microservices and cloud applications: lessons, labs, and a grader that judges a service by HTTP alone.',
    '',
    '## Lessons',
    '',
    ...lessons.map(({ id, title, description }) => `- [${title}](/lessons/${id}/): ${description}`),
    '',
    '## Seeka',
    '',
    '- [Seeka, from the whole to the source](/seeka/): the platform’s parts, their functions and events, and what of them runs',
    '',
    '## Labs',
    '',
    ...labs.flatMap(({ id, title }) => [
      `- [Lab ${id.slice(0, 2)} ${title}](/labs/${id}/): the handout`,
      `- [Contract of ${title}](/labs/${id}/contract/): operations, answers, members`,
      `- [${title}, step by step](/labs/${id}/steps/): what each checkpoint adds to the contract`,
      `- [Checks of ${title}](/checks/${id}/): what the grader tries`,
    ]),
    '',
    '## Instructors',
    '',
    '- [Syllabus](/handbook/syllabus/): 14 weeks, 6 weeks, 3 days',
    '- [Write a check](/handbook/check/), [Write a lab](/handbook/lab/)',
    '- [A new term](/handbook/term/), [Late policy](/handbook/late/), [Policies](/handbook/policies/)',
    '',
    '## Look up',
    '',
    '- [Glossary](/glossary/)',
    '- [Decisions](/decisions/)',
    '- [Versions of the labs](/versions/), [Changelog](/changelog/)',
  ];
  return `${lines.join('\n').replaceAll('](/', `](${process.env.SITE_BASE ?? '/'}`)}\n`;
}
