import type { CastMember } from '../../contracts/ingest.js';

/** All that somebody of the cast goes by. */
export function allNames(name: string, cast: readonly CastMember[]): string[] {
  const member = cast.find((one) => one.name === name || one.aliases.includes(name));
  return member ? [...new Set([name, member.name, ...member.aliases])] : [name];
}
