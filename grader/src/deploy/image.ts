/** What a container has besides the course: a Linux with /bin/sh and the course's Node, and with other languages where they are taught. */
export const IMAGE = process.env.SEEKA_DOCKER_IMAGE || 'node:24-slim';
