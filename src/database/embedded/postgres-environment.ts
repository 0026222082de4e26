/** What a program needs of an environment to run: where to look, which language, where to put what is temporary. */
const NEEDED =
  /^(PATH|HOME|LANG|TZ|TZDIR|TMPDIR|TEMP|TMP|LD_LIBRARY_PATH|DYLD_.+|SystemRoot|SystemDrive|windir|ComSpec|PATHEXT|NUMBER_OF_PROCESSORS)$/i;

/** The environment of PostgreSQL's programs: none of the tokens, keys and addresses that Keepsake was given. */
export function postgresEnvironment(env: Readonly<NodeJS.ProcessEnv> = process.env): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => NEEDED.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}
