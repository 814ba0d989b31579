import preset from '@seeka/grader/jest';

export default preset;
