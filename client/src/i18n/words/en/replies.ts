/** How a reply comes, and how it ended. */
export const replies = {
  duration: (seconds: number) =>
    seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`,
  thinking: (time: string) => `Thinking… ${time}`,
  thought: (time: string) => `Thought for ${time}`,
  thoughts: 'Thoughts',
  noModel: 'Written without a language model',
  pause: {
    model_rate_limited: 'Rate limited by the model’s server.',
    model_unreachable: 'The model’s server is not ready yet.',
  },
  askingAgain: (time: string) => `Retrying in ${time}`,
  ended: {
    length: 'Cut off at the length limit.',
    filtered: 'Cut off by the provider’s content filter.',
  },
  none: 'No reply.',
  heldBack: 'The provider’s content filter blocked this reply. Try again, or rephrase.',
  roomUsedUp:
    'The model used its whole reply limit for thinking. Lower its thinking, or raise the limit under Models.',
  onlyThought: 'The model only thought and did not reply.',
  says: 'Server message:',
  tool: 'Tool called:',
};
