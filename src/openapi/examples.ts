/** What is sent to the routes that programs begin with, by operation. */
export const EXAMPLES: Record<string, unknown> = {
  ApiKeysController_create: {
    name: 'Discord bot',
    scopes: ['sessions:talk', 'characters:read'],
    expiresAt: '2030-01-01T00:00:00Z',
    limits: { requestsPerMinute: 60 },
  },
  WebhooksController_create: { url: 'https://example.org/keepsake', events: ['turn.finished'] },
  CharactersController_create: {
    name: 'Martha Quill',
    tags: ['ferry', 'calm'],
    sheet: {
      identity: [
        'A ferrywoman of sixty.',
        { text: 'She has kept the ferry for thirty years.', kind: 'invented' },
      ],
      voice: ['Short sentences. Never hurries.'],
      greetings: ['You are late again.'],
      scenario: 'The ferry, before sunrise.',
    },
  },
  CharactersController_change: { tags: ['ferry'], folder: 'Thames' },
  LoreEntriesController_add: {
    entries: [{ keys: ['ferry', 'boat'], content: 'The ferry is called Patience.' }],
  },
  LoreEntriesController_change: { content: 'The ferry is called Prudence.' },
  SessionsController_create: {
    characterId: '3f2a9c1e-8d11-4111-8111-111111111111',
    persona: { name: 'Ada', description: 'A surveyor.' },
  },
  TalkController_say: { text: 'How long have you kept the ferry?' },
  IngestsController_create: { url: 'https://example.org/novel.html', name: 'Martha Quill' },
  CompletionsController_complete: {
    model: 'martha-quill-3f2a9c1e',
    user: 'discord:1234',
    messages: [{ role: 'user', content: 'How long have you kept the ferry?' }],
    stream: true,
  },
};
