import type { LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';

/**
 * A lookup that fails when any of a name's addresses is refused, and otherwise hands exactly those that it checked to the
 * connection: there is no second resolution that could answer differently.
 *
 * @param isAllowed whether an address may be connected to
 * @param refusal what is said of a name that leads elsewhere
 */
export function checkedLookup(
  lookup: LookupFunction,
  isAllowed: (address: string) => boolean,
  refusal: (hostname: string) => Error,
): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, family: 0, all: true }, (error, found, family) => {
      if (error) return callback(error, []);
      const addresses: LookupAddress[] =
        typeof found === 'string' ? [{ address: found, family: family ?? isIP(found) }] : found;
      const [first] = addresses;
      if (!first) return callback(new Error(`no address for ${hostname}`), []);
      if (!addresses.every(({ address }) => isAllowed(address))) return callback(refusal(hostname), []);
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}
