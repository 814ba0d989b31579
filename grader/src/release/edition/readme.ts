/** What a student reads first. */
export const studentReadme = `# Seeka: the course on your machine

You need Linux, macOS or Windows with WSL2, and Node.js 20 or later with npm. The pinned Node and a real PostgreSQL come
with the packages.

\`\`\`sh
npm ci                                                        # once
npx --no-install seeka doctor                                 # says what this machine lacks
npx --no-install seeka lab start 01-address ../my-address     # your own copy of a lab
npx --no-install seeka dev ../my-address                      # runs it with all that it needs, again on each save
npx --no-install seeka grade ../my-address                    # grades it
\`\`\`

Always with \`--no-install\`: outside this folder bare \`npx seeka\` would run a stranger's package. What a lab asks for is in
the \`README.md\` of your copy, and in \`labs/\`. \`npx --no-install seeka --help\` lists all commands.

## The score here and the score that counts

Your work is graded by the same grader, with a few checks more that are not here. They ask for nothing that is not in the
handout, and they share the points of their checkpoint with the checks that you see. So the score that counts may differ by
some points from the one you see here, in both directions. To see 100 here is no promise; to follow the handout is.

## The services around yours

\`npm start\` runs all of Seeka, at http://127.0.0.1:8080. The course's own Address, Person, Log-on and Profile are in
\`services/reference/\`, each as one file that is not meant to be read: they are there so that Lab 02 runs before your
Lab 01 is done. \`npx --no-install seeka start --use ../my-address\` puts your service in the place of the course's.

The pages that a report links to are on the course site: ask your instructor where it is.
The lessons are in \`docs/content/lessons/\`.
`;
