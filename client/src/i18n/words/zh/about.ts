import type { Words } from '../en.js';

/** What this is, and where everything lies. */
export const about: Words['about'] = {
  what: '自托管的角色扮演与陪伴聊天，完整记住每一句话。',
  version: '版本',
  licence: '许可证',
  data: '数据文件夹',
  databases: {
    embedded: '数据库也在其中。备份这个文件夹，或在“数据与设备”里保存备份。',
    external: '密钥和文件在其中；数据库在 DATABASE_URL 指定的地方。',
  },
  docs: '文档',
  docsWhere: '安装目录里的 README.zh.md 和 docs 文件夹。',
  api: 'HTTP API（OpenAPI）',
};
