/** How a reply comes, and how it ended. */
export const replies = {
  duration: (seconds: number) =>
    seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`,
  thinking: (time: string) => `Thinking… ${time}`,
  thought: (time: string) => `Thought for ${time}`,
  thoughts: 'Thoughts',
  pause: {
    model_rate_limited: 'The model’s server asks for a pause.',
    model_unreachable: 'The model’s server is not ready yet.',
  },
  askingAgain: (time: string) => `Asking again in ${time}`,
  ended: {
    length: 'Cut off at the length limit.',
    filtered: 'Cut off by the provider’s content filter.',
  },
  none: 'No reply.',
  heldBack: 'The provider’s content filter held this reply back. Try again, or say it in another way.',
  roomUsedUp:
    'The model used all its room for thinking and never spoke. Let it think less, or give it more room.',
  onlyThought: 'The model thought, and then said nothing.',
  says: 'The server says:',
  tool: 'It asked for:',
};
