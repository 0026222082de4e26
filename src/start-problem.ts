import { ConfigError } from './config/config.js';
import { DataDirTaken } from './database/embedded/data-lock.js';
import { DatabaseUnfit } from './database/database-checks.js';

/** What is looked at of an error of Node's or of PostgreSQL's. */
interface SystemError {
  code?: string;
  syscall?: string;
  path?: string;
  hostname?: string;
  address?: string;
  message?: string;
}

/**
 * Why Keepsake could not start, where a person can do something about it.
 *
 * @param host where it was to listen
 * @returns null for what is unforeseen
 */
export function startProblem(error: unknown, host: string): string | null {
  if (error instanceof ConfigError || error instanceof DataDirTaken || error instanceof DatabaseUnfit)
    return error.message;
  const { code = '', syscall = '', path, hostname, address, message } = (error ?? {}) as SystemError;
  if (code === 'EADDRINUSE')
    return 'The port is taken by another program. Set PORT to another one (PORT=0 takes any free one).';
  if (syscall === 'listen' && code === 'EACCES')
    return 'Only an administrator may listen on this port. Set PORT to one above 1023.';
  if (syscall === 'listen' || (syscall === 'getaddrinfo' && hostname === host))
    return `HOST is ${host}, which is no address of this machine (${code}). 127.0.0.1 is this machine alone, 0.0.0.0 every way in.`;
  // The driver's words for a connection that is taken and never answered.
  const isSilent = message === 'timeout expired';
  if (syscall === 'connect' || syscall === 'getaddrinfo' || isSilent)
    return `The database of DATABASE_URL does not answer (${isSilent ? message : `${code} ${hostname ?? address ?? ''}`}). See that it runs and that the address is right.`;
  if (/^(28|3D)/.test(code))
    return `The database of DATABASE_URL lets nobody in (${code}). Check its user, its password and the database's name.`;
  if (code === '42501')
    return `The user of DATABASE_URL may not do what Keepsake needs: ${message}. Make it the owner of the database, or grant it that right.`;
  if (code === '57P03')
    return 'The database of DATABASE_URL is still starting. Start Keepsake again in a moment.';
  if (code === 'ENOSPC' || code === '53100') return 'The disk is full. Make room on it and start again.';
  if (path !== undefined && /^(EACCES|EPERM|EROFS|EEXIST|ENOTDIR)$/.test(code))
    return `The data folder cannot be used: ${path} (${code}). Set DATA_DIR to a folder that may be written to.`;
  return null;
}
