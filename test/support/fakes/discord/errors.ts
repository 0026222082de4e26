/** What Discord refuses, in its own shape: `{code, message, errors}` (`topics/opcodes-and-status-codes`, `reference#error-messages`). */
export class DiscordRefusal extends Error {
  constructor(
    readonly status: number,
    readonly body: Record<string, unknown>,
    readonly headers: Record<string, string> = {},
  ) {
    super(JSON.stringify(body));
  }
}

/** Of the JSON error codes. */
const REFUSALS: Record<number, [status: number, message: string]> = {
  0: [401, '401: Unauthorized'],
  10003: [404, 'Unknown Channel'],
  10004: [404, 'Unknown Guild'],
  10007: [404, 'Unknown Member'],
  10008: [404, 'Unknown Message'],
  10013: [404, 'Unknown User'],
  10015: [404, 'Unknown Webhook'],
  10062: [404, 'Unknown interaction'],
  20012: [403, 'You are not authorized to perform this action on this application'],
  30007: [400, 'Maximum number of webhooks reached (15)'],
  40005: [413, 'Request entity too large'],
  40060: [400, 'Interaction has already been acknowledged.'],
  50001: [403, 'Missing Access'],
  50003: [403, 'Cannot execute action on a DM channel'],
  50005: [403, 'Cannot edit a message authored by another user'],
  50006: [400, 'Cannot send an empty message'],
  50007: [403, 'Cannot send messages to this user'],
  50013: [403, 'Missing Permissions'],
  50024: [403, 'Cannot execute action on this channel type'],
  50027: [401, 'Invalid Webhook Token'],
  50041: [400, 'Invalid API version'],
  50083: [400, 'Thread is archived'],
  50109: [400, 'The request body contains invalid JSON.'],
  160004: [400, 'A thread has already been created for this message'],
};

export function refused(code: keyof typeof REFUSALS): DiscordRefusal {
  const [status, message] = REFUSALS[code]!;
  return new DiscordRefusal(status, { message, code });
}

export function notFound(): DiscordRefusal {
  return new DiscordRefusal(404, { message: '404: Not Found', code: 0 });
}

/** 50035, with what is wrong at which field; numbers in a path stand for places of a list. */
export function invalid(path: string, code: string, message: string): DiscordRefusal {
  let errors: object = { _errors: [{ code, message }] };
  for (const key of path.split('.').reverse()) errors = { [key]: errors };
  return new DiscordRefusal(400, { message: 'Invalid Form Body', code: 50035, errors });
}

/** 50035 unless the text has so many characters. */
export function lengthOf(path: string, text: unknown, min: number, max: number): void {
  if (typeof text !== 'string')
    throw text === undefined && min > 0
      ? invalid(path, 'BASE_TYPE_REQUIRED', 'This field is required')
      : invalid(path, 'STRING_TYPE_CONVERT', `Could not interpret "${JSON.stringify(text)}" as string.`);
  // Discord reckons in code points.
  const length = [...text].length;
  if (length >= min && length <= max) return;
  throw min === 0
    ? invalid(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`)
    : invalid(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
}
